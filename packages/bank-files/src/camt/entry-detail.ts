import type { Decimal } from '../decimal.ts';
import type { EntryDetail } from '../statement.ts';
import type { StatementReport } from '../statement-report.ts';
import { formatAmount } from '../statement-tally.ts';
import { type CamtAmount, findSide, parseAmount, type Side, signAmount } from './amount.ts';
import { parseInstructed } from './amount-details.ts';
import { parseCharges } from './charges.ts';
import { type Parties, parseParties, selectCounterparty } from './party.ts';
import { parseReferences } from './references.ts';
import { parseRemittance } from './remittance.ts';
import { parseTransactionCodes } from './transaction-code.ts';
import { findChild, findDescendant, findText, type XmlElement } from './xml-element.ts';

/** A `TxDtls` as read, before its entry is complete: amounts wait for the entry's currency, parties for its side. */
export interface DetailDraft {
  readonly amounts: readonly CamtAmount[];
  readonly side: Side | null;
  readonly parties: Parties;
  readonly rest: Omit<EntryDetail, 'amount' | 'currency' | 'counterparty'>;
}

export interface FinishedDetail {
  readonly detail: EntryDetail;
  /** Signed; null when the bank gives none. */
  readonly amount: Decimal | null;
}

/** What a detail takes from its entry. */
export interface EntryFrame {
  readonly amount: Decimal;
  readonly currency: string | null;
  readonly side: Side;
  readonly isReversal: boolean;
  readonly isSingleDetail: boolean;
}

/** Reads a `TxDtls`, so that its elements can be dropped at once. */
export function parseDetail(element: XmlElement, report: StatementReport): DetailDraft {
  const remittance = parseRemittance(element);
  const references = parseReferences(element, remittance.creditorReference);
  const candidates = [findChild(element, 'Amt'), findDescendant(element, 'AmtDtls', 'TxAmt', 'Amt')];
  return {
    amounts: candidates
      .filter((candidate) => candidate !== null)
      .map((candidate) => parseAmount(candidate, report))
      .filter((amount) => amount !== null),
    side: findSide(element),
    parties: parseParties(element),
    rest: {
      bankReference: findText(element, 'Refs', 'AcctSvcrRef') ?? references.transactionId,
      description: remittance.description,
      rawDescription: remittance.lines,
      references,
      codes: parseTransactionCodes(
        findChild(element, 'BkTxCd'),
        findText(element, 'RtrInf', 'Rsn', 'Cd') ?? findText(element, 'RtrInf', 'Rsn', 'Prtry'),
      ),
      instructed: parseInstructed(element, report),
      charges: parseCharges(element, report),
    },
  };
}

/** Completes a detail: of its amounts the one in the entry's currency counts; a single one without amount is the entry. */
export function finishDetail(draft: DetailDraft, entry: EntryFrame): FinishedDetail {
  const stated = draft.amounts.find((amount) => amount.currency === entry.currency) ?? draft.amounts[0] ?? null;
  const side = draft.side ?? entry.side;
  const fallback = entry.isSingleDetail
    ? { amount: entry.amount, currency: entry.currency }
    : { amount: null, currency: null };
  const { amount, currency } =
    stated === null ? fallback : { amount: signAmount(stated.value, side), currency: stated.currency };
  const detail: EntryDetail = {
    amount: amount === null ? null : formatAmount(amount, currency),
    currency,
    counterparty: selectCounterparty(draft.parties, entry.side, entry.isReversal),
    ...draft.rest,
  };
  return { detail, amount };
}
