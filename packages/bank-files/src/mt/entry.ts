import { type Decimal, negateDecimal, parseDecimal } from '../decimal.ts';
import { normaliseText } from '../normalise-text.ts';
import {
  type Charge,
  type Entry,
  type FilePosition,
  type InstructedAmount,
  NO_CODES,
  NO_REFERENCES,
  type PaymentReferences,
  type StatementHeader,
} from '../statement.ts';
import { formatAmount } from '../statement-tally.ts';
import type { Narrative } from './narrative.ts';
import { parseNsText } from './ns-text.ts';
import { parseNarrative } from './parse-narrative.ts';
import type { StatementLine } from './statement-line.ts';
import { findMtRail } from './transaction-type.ts';

/** A `:61:` with the fields that describe it, collected until the next field tells that there are no more. */
export interface EntryDraft {
  readonly line: StatementLine;
  readonly position: FilePosition;
  /** The lines of each `:86:`. */
  readonly texts: (readonly string[])[];
  /** The lines of `:NS:`. */
  readonly nsLines: string[];
  /** The fields of both kinds, and their characters. */
  textCount: number;
  textLength: number;
}

export interface ParsedEntry {
  readonly entry: Entry;
  /** Signed. */
  readonly amount: Decimal;
}

/** The entry of a :61: line with its :86: text. Without an entry date the value date is the booking date, and the entry says so. */
export function buildEntry(draft: EntryDraft, header: StatementHeader, entryIndex: number): ParsedEntry {
  const { line, position } = draft;
  const currency = header.account.currency;
  const amount = line.side === 'credit' ? line.amount : negateDecimal(line.amount);
  const narrative =
    draft.texts.length === 0 && draft.nsLines.length > 0
      ? parseNsText(draft.nsLines)
      : parseNarrative(draft.texts, line.side);
  const supplementary = line.supplementary.join(' ');
  const entry: Entry = {
    statementIndex: header.statementIndex,
    entryIndex,
    status: header.timing === 'interim' || line.isExpected ? 'pending' : 'posted',
    bookingDate: (line.entryDate ?? line.valueDate).date,
    bookingDateSource: line.entryDate === null ? 'valueDate' : 'bookingDate',
    valueDate: line.valueDate.date,
    amount: formatAmount(amount, currency),
    currency,
    entryType: line.side,
    isReversal: line.isReversal,
    description: narrative.text ?? normaliseText(supplementary),
    rawDescription: [...line.supplementary, ...draft.texts.flat(), ...draft.nsLines],
    counterparty: narrative.counterparty,
    rail: findMtRail(line.swiftType, narrative),
    codes: {
      ...NO_CODES,
      baiCode: narrative.baiCode,
      swiftType: line.swiftType,
      gvcCode: narrative.gvcCode,
      returnReason: narrative.returnReason,
    },
    bankReference: line.bankReference,
    customerReference: line.customerReference ?? narrative.customerReference ?? narrative.endToEndId,
    references: readReferences(narrative, line),
    instructed: readInstructed(supplementary),
    charges: readCharges(supplementary),
    availability: [],
    details: [],
    position,
  };
  return { entry, amount };
}

function readReferences(narrative: Narrative, line: StatementLine): PaymentReferences {
  const { endToEndId, mandateId, paymentInformationId, creditorReference } = narrative;
  const checkNumber = line.swiftType === 'NCHK' ? line.customerReference : null;
  if (
    endToEndId === null &&
    mandateId === null &&
    paymentInformationId === null &&
    creditorReference === null &&
    checkNumber === null
  ) {
    return NO_REFERENCES;
  }
  return { ...NO_REFERENCES, endToEndId, mandateId, paymentInformationId, creditorReference, checkNumber };
}

/** `/OCMT/EUR11,85/`: what was instructed, in the supplementary details. */
function readInstructed(supplementary: string): InstructedAmount | null {
  const money = findMoney(supplementary, 'OCMT');
  return money === null ? null : { ...money, exchangeRate: null };
}

/** `/CHGS/EUR0,50/`: the bank does not say whether the amount contains them. */
function readCharges(supplementary: string): Charge[] {
  const money = findMoney(supplementary, 'CHGS');
  return money === null ? [] : [{ amount: `-${money.amount}`, currency: money.currency, type: null, isIncluded: null }];
}

function findMoney(text: string, word: string): { amount: string; currency: string } | null {
  const at = text.indexOf(`/${word}/`);
  if (at === -1) return null;
  const match = /^([A-Z]{3})(\d{1,15}(?:,\d{0,6})?)/.exec(text.slice(at + word.length + 2));
  const value = match === null ? null : parseDecimal((match[2] ?? '').replace(',', '.'));
  if (match === null || value === null || value.units === 0n) return null;
  const currency = match[1] ?? '';
  return { amount: formatAmount(value, currency), currency };
}
