import type { AnswerRates, BehaviourRates, InstitutionStyle } from './style.ts';

const HOLIDAYS = ['01-01', '06-19', '07-04', '11-11', '12-25'];

const usualRates: BehaviourRates = {
  repeated: 600,
  refunded: 200,
  adjusted: 1_500,
  expired: 250,
  backdated: 100,
  late: 0,
  withdrawn: 40,
  reversed: 40,
  retexted: 0,
  split: 0,
};

const faultless: AnswerRates = {
  consentExpired: 0,
  codeAsked: 0,
  accountMissing: 0,
  pageFailed: 0,
  partial: 0,
  truncated: 0,
  hidden: 0,
  signsInverted: 0,
};

/** What every bank does now and then. */
const usualAnswers: AnswerRates = { ...faultless, accountMissing: 20, pageFailed: 150, partial: 100, truncated: 100 };

/** A bank with a good interface: one id per row for life, references, BAI codes and running balances. */
const stableIds: InstitutionStyle = {
  name: 'stableIds',
  rowIds: 'stable',
  postedOrder: 'oldestFirst',
  pendingPlacement: 'last',
  pageRows: 50,
  showsRunningBalance: true,
  bankReferenceRails: ['ach', 'wire', 'sepa', 'check', 'book', 'card', 'fee', 'interest'],
  showsBaiCode: true,
  showsMerchant: true,
  showsCounterparty: true,
  keepsAuthorisedDate: true,
  retentionDays: 730,
  secondLayoutFrom: null,
  calendar: { utcOffsetMinutes: -300, holidays: HOLIDAYS },
  rates: usualRates,
  texts: { pending: 'prefixed', volatile: [] },
  answers: usualAnswers,
};

/** The same, except that a row gets another id when it posts. */
const newIdsOnPosting: InstitutionStyle = { ...stableIds, name: 'newIdsOnPosting', rowIds: 'newOnPosting' };

/** A bank that shows little: no ids, references only where a payment scheme demands one, newest rows first. */
const noIds: InstitutionStyle = {
  ...stableIds,
  name: 'noIds',
  rowIds: 'none',
  postedOrder: 'newestFirst',
  showsRunningBalance: false,
  bankReferenceRails: ['wire', 'sepa'],
  showsBaiCode: false,
  showsMerchant: false,
  showsCounterparty: false,
  retentionDays: 540,
  calendar: { utcOffsetMinutes: -420, holidays: HOLIDAYS },
};

/** Ids that look like ids, and mean nothing as soon as the session is over. */
const reissuedIds: InstitutionStyle = { ...noIds, name: 'reissuedIds', rowIds: 'reissued', keepsAuthorisedDate: false };

/** Ids made of the booking date and a number of the day, which name another row once one is inserted before it. */
const dailyNumbers: InstitutionStyle = {
  ...noIds,
  name: 'dailyNumbers',
  rowIds: 'dailyNumber',
  showsRunningBalance: true,
  keepsAuthorisedDate: false,
  rates: { ...usualRates, backdated: 600 },
};

/** No ids, another text while pending, and parts of the text that differ in every answer. */
const changingText: InstitutionStyle = {
  ...noIds,
  name: 'changingText',
  rates: { ...usualRates, retexted: 7_000 },
  texts: { pending: 'cut', volatile: ['clockTime', 'maskedCard', 'runningNumber'] },
};

/** Restaurants, pumps and foreign cards, whose sums change when they post under a new id. */
const tipsAndHolds: InstitutionStyle = {
  ...newIdsOnPosting,
  name: 'tipsAndHolds',
  showsMerchant: false,
  bankReferenceRails: ['wire', 'sepa'],
  rates: { ...usualRates, adjusted: 9_000 },
};

/** Totals of a batch that come apart, while pending or a day after they were booked. */
const batchSplit: InstitutionStyle = {
  ...newIdsOnPosting,
  name: 'batchSplit',
  rowIds: 'none',
  rates: { ...usualRates, split: 7_000 },
};

/** Rows that turn up days after their date, or are dated back. */
const lateAndBackDated: InstitutionStyle = {
  ...noIds,
  name: 'lateAndBackDated',
  keepsAuthorisedDate: false,
  rates: { ...usualRates, late: 900, backdated: 900 },
};

/** A bank that takes back, turns round and lets expire. */
const restlessBooks: InstitutionStyle = {
  ...noIds,
  name: 'restlessBooks',
  texts: { pending: 'prefixed', volatile: [] },
  rates: { ...usualRates, expired: 1_500, withdrawn: 700, reversed: 500, refunded: 900, retexted: 3_000 },
};

/** Many purchases that agree in everything, at a bank that shows little of them. */
const lookAlikes: InstitutionStyle = {
  ...noIds,
  name: 'lookAlikes',
  keepsAuthorisedDate: false,
  rates: { ...usualRates, repeated: 5_000 },
};

/** Pages that do not come, answers with gaps, accounts that are not listed, signs turned round. */
const patchyAnswers: InstitutionStyle = {
  ...noIds,
  name: 'patchyAnswers',
  pageRows: 20,
  showsRunningBalance: true,
  texts: { pending: 'merchantOnly', volatile: [] },
  rates: { ...usualRates, retexted: 5_000 },
  answers: {
    consentExpired: 150,
    codeAsked: 300,
    accountMissing: 400,
    pageFailed: 900,
    partial: 900,
    truncated: 900,
    hidden: 20,
    signsInverted: 300,
  },
};

/** Every style by its name. */
export const institutionStyles = {
  stableIds,
  newIdsOnPosting,
  noIds,
  reissuedIds,
  dailyNumbers,
  changingText,
  tipsAndHolds,
  batchSplit,
  lateAndBackDated,
  restlessBooks,
  lookAlikes,
  patchyAnswers,
};
