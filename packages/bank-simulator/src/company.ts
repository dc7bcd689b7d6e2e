import type { AccountPlan, MishapRates } from './account.ts';
import type { ActivityPlan } from './activities/activity-plan.ts';
import type { Partner } from './activities/partner-payments.ts';
import { eurMerchants, usdMerchants } from './merchant.ts';
import { createRandomStream, hashDigits, hashHex } from './random.ts';

/** Which company to plan. The currencies decide which of its accounts it holds at this bank. */
export interface CompanyOptions {
  readonly seed: string;
  readonly currencies?: readonly ('USD' | 'EUR')[];
  readonly routingNumber?: string;
  readonly bic?: string;
}

const usualMishaps: MishapRates = { expired: 250, backdated: 100, withdrawn: 40, reversed: 40 };

const customers: readonly Partner[] = [
  { name: 'Alder Ridge Builders', account: '****4471' },
  { name: 'Bright Fork Catering', account: '****0926' },
  { name: 'Canyon Row Hotels', account: '****5518' },
  { name: 'Dovetail Interiors', account: '****3304' },
  { name: 'Elkhorn Outfitters', account: '****7183' },
  { name: 'Fairwater Clinics', account: '****2660' },
];

const suppliers: readonly Partner[] = [
  { name: 'Northwind Paper Co', account: '****7741' },
  { name: 'Gravel Creek Logistics', account: '****1029' },
  { name: 'Hollow Oak Timber', account: '****8835' },
  { name: 'Ironleaf Energy', account: '****6402' },
  { name: 'Junction Freight', account: '****9517' },
];

const europeanPartners: readonly Partner[] = [
  { name: 'Kranich Maschinenbau GmbH', account: '****3000' },
  { name: 'Lumiere Textiles SARL', account: '****0606' },
  { name: 'Maas en Zoon BV', account: '****4300' },
  { name: 'Nordkap Handel AG', account: '****8812' },
];

/**
 * The usual company: an operating account, a payroll savings account, and one in euros; some five transactions on a
 * working day. The seed decides the ids, the numbers and the opening balances.
 */
export function planCompany(options: CompanyOptions): AccountPlan[] {
  const { currencies = ['USD', 'EUR'] } = options;
  const payroll = planPayrollAccount(options);
  const plans: AccountPlan[] = [];
  if (currencies.includes('USD')) plans.push(planOperatingAccount(options, payroll.id), payroll);
  if (currencies.includes('EUR')) plans.push(planEuroAccount(options));
  return plans;
}

function planOperatingAccount(options: CompanyOptions, payrollAccountId: string): AccountPlan {
  return {
    ...identifyAccount(options, 'operating', { minMinor: 14_000_000, maxMinor: 26_000_000 }),
    name: 'Operating Checking',
    type: 'checking',
    currency: 'USD',
    activities: [...operatingActivities, fundPayroll(payrollAccountId)],
  };
}

function planPayrollAccount(options: CompanyOptions): AccountPlan {
  return {
    ...identifyAccount(options, 'payroll', { minMinor: 6_000_000, maxMinor: 9_000_000 }),
    name: 'Payroll Savings',
    type: 'savings',
    currency: 'USD',
    activities: payrollActivities,
  };
}

function planEuroAccount(options: CompanyOptions): AccountPlan {
  return {
    ...identifyAccount(options, 'euro', { minMinor: 4_000_000, maxMinor: 8_000_000 }),
    // The routing number belongs to the clearing of US dollars.
    routingNumber: null,
    name: 'Euro Account',
    type: 'checking',
    currency: 'EUR',
    activities: euroActivities,
  };
}

function identifyAccount(options: CompanyOptions, slot: string, opening: { minMinor: number; maxMinor: number }) {
  const { seed, routingNumber = null, bic = null } = options;
  const stream = createRandomStream(seed, 'account', slot);
  return {
    id: `acct-${hashHex(seed, 'account', slot).slice(0, 12)}`,
    number: hashDigits(12, seed, 'number', slot),
    routingNumber,
    bic,
    openingMinor: BigInt(stream.int(opening.minMinor, opening.maxMinor)),
    mishaps: usualMishaps,
  };
}

function fundPayroll(toAccountId: string): ActivityPlan {
  return { kind: 'accountTransfer', name: 'payroll-funding', toAccountId, amountMinor: 4_800_000n };
}

const operatingActivities: readonly ActivityPlan[] = [
  {
    kind: 'cardPurchases',
    name: 'cards',
    perDay: { min: 1, max: 4 },
    merchants: usdMerchants,
    repeatRate: 600,
    refundRate: 200,
    adjustRate: 1_500,
  },
  {
    kind: 'cardSettlement',
    name: 'settlement',
    text: 'MERCHANT BANKCARD DEPOSIT',
    amount: { minMinor: 180_000, maxMinor: 640_000 },
  },
  {
    kind: 'partnerPayments',
    name: 'customer-ach',
    direction: 'credit',
    rail: 'ach',
    baiCode: '142',
    partners: customers,
    amount: { minMinor: 60_000, maxMinor: 840_000 },
    chancesPerDay: 2,
    rate: 2_300,
  },
  {
    kind: 'partnerPayments',
    name: 'customer-wires',
    direction: 'credit',
    rail: 'wire',
    baiCode: '195',
    partners: customers,
    amount: { minMinor: 600_000, maxMinor: 2_900_000 },
    chancesPerDay: 1,
    rate: 1_300,
  },
  {
    kind: 'partnerPayments',
    name: 'supplier-ach',
    direction: 'debit',
    rail: 'ach',
    baiCode: '451',
    partners: suppliers,
    amount: { minMinor: 40_000, maxMinor: 580_000 },
    chancesPerDay: 2,
    rate: 2_100,
  },
  {
    kind: 'partnerPayments',
    name: 'checks',
    direction: 'debit',
    rail: 'check',
    baiCode: '475',
    partners: suppliers,
    amount: { minMinor: 15_000, maxMinor: 260_000 },
    chancesPerDay: 1,
    rate: 1_700,
  },
  monthly('rent', {
    on: 'firstBusinessDay',
    rail: 'ach',
    text: 'ACH DEBIT QUARRY STREET PROPERTIES RENT',
    counterpartyName: 'Quarry Street Properties',
    baiCode: '451',
    amount: { minMinor: 685_000, maxMinor: 685_000 },
  }),
  monthly('fees', {
    on: 'lastBusinessDay',
    rail: 'fee',
    text: 'ACCOUNT ANALYSIS FEE',
    counterpartyName: null,
    baiCode: '698',
    amount: { minMinor: 2_500, maxMinor: 9_800 },
  }),
];

const payrollActivities: readonly ActivityPlan[] = [
  {
    kind: 'payroll',
    name: 'payroll',
    netPay: { minMinor: 3_500_000, maxMinor: 3_800_000 },
    taxes: { minMinor: 900_000, maxMinor: 1_050_000 },
  },
  {
    kind: 'monthlyEntry',
    name: 'interest',
    on: 'lastBusinessDay',
    direction: 'credit',
    rail: 'interest',
    text: 'INTEREST PAYMENT',
    counterpartyName: null,
    baiCode: '354',
    amount: { yearlyBasisPoints: 175 },
  },
];

const euroActivities: readonly ActivityPlan[] = [
  {
    kind: 'cardPurchases',
    name: 'cards',
    perDay: { min: 0, max: 1 },
    merchants: eurMerchants,
    repeatRate: 400,
    refundRate: 200,
    adjustRate: 1_000,
  },
  {
    kind: 'partnerPayments',
    name: 'sepa-in',
    direction: 'credit',
    rail: 'sepa',
    baiCode: null,
    partners: europeanPartners,
    amount: { minMinor: 80_000, maxMinor: 980_000 },
    chancesPerDay: 1,
    rate: 2_600,
  },
  {
    kind: 'partnerPayments',
    name: 'sepa-out',
    direction: 'debit',
    rail: 'sepa',
    baiCode: null,
    partners: europeanPartners,
    amount: { minMinor: 60_000, maxMinor: 720_000 },
    chancesPerDay: 1,
    rate: 2_400,
  },
  monthly('fees', {
    on: 'lastBusinessDay',
    rail: 'fee',
    text: 'FOREIGN CURRENCY ACCOUNT FEE',
    counterpartyName: null,
    baiCode: null,
    amount: { minMinor: 1_500, maxMinor: 1_500 },
  }),
];

/** A monthly debit. */
function monthly(
  name: string,
  entry: Omit<Extract<ActivityPlan, { kind: 'monthlyEntry' }>, 'kind' | 'name' | 'direction'>,
): ActivityPlan {
  return { kind: 'monthlyEntry', name, direction: 'debit', ...entry };
}
