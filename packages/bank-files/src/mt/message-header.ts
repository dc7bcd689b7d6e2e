import { type CalendarDate, parseCompactDate } from '../calendar-date.ts';
import type { Balance, CurrencySource, FilePosition, FloorLimit, StatementHeader } from '../statement.ts';
import { formatAmount } from '../statement-tally.ts';
import type { MtAccount } from './account.ts';
import type { FloorLimitField } from './floor-limit.ts';

export type MtHeader = StatementHeader & { readonly format: 'mt940' | 'mt942' };

/** What the fields before the first entry say, as they come in. */
export class MtHeaderFields {
  reference: string | null = null;
  account: MtAccount | null = null;
  statementNumber: string | null = null;
  /** Of the opening balance. */
  currency: string | null = null;
  ownerName: string | null = null;
  date: CalendarDate | null = null;
  time: string | null = null;
  readonly floorLimits: FloorLimitField[] = [];
  readonly #messageType: string | null;

  /** `messageType` is what the envelope names, `940`, or null without one. */
  constructor(messageType: string | null) {
    this.#messageType = messageType;
  }

  /** `:13D:`: YYMMDDHHMM and the zone, which moves no date. */
  readDateTime(text: string): void {
    this.date = parseCompactDate(text.slice(0, 6))?.date ?? null;
    const time = text.slice(6, 10);
    this.time = /^(?:[01]\d|2[0-3])[0-5]\d$/.test(time) ? `${time.slice(0, 2)}:${time.slice(2)}` : null;
  }

  /** Sub-field 22 of the German `:NS:` holds the account's owner. */
  readOwner(lines: readonly string[]): void {
    this.ownerName ??=
      lines
        .find((line) => line.startsWith('22'))
        ?.slice(2)
        .trim() || null;
  }

  /** MT942 by its envelope, else by the fields that only it has. */
  isInterim(hasOpening: boolean): boolean {
    if (this.#messageType !== null) return this.#messageType === '942';
    return this.floorLimits.length > 0 || (this.date !== null && !hasOpening);
  }
}

export interface MtHeaderPlace {
  readonly statementIndex: number;
  readonly position: FilePosition;
}

/** The header of one message, once its first entry or its end is there. Whether it is an MT942 shows only by its fields and balances. */
export function buildMtHeader(
  fields: MtHeaderFields,
  account: MtAccount,
  balances: readonly Balance[],
  { statementIndex, position }: MtHeaderPlace,
): MtHeader {
  const isInterim = fields.isInterim(balances.length > 0);
  const [currency, currencySource] = findCurrency(fields);
  const [number = '', page] = fields.statementNumber?.split('/') ?? [];
  return {
    statementIndex,
    format: isInterim ? 'mt942' : 'mt940',
    account: {
      rawId: account.rawId,
      id: account.id,
      scheme: account.scheme,
      kind: null,
      currency,
      currencySource,
      name: null,
      ownerName: fields.ownerName,
      servicerId: account.servicerId,
      servicerName: null,
    },
    statementId: fields.statementNumber,
    sequenceNumber: number.trim() || null,
    fileReference: fields.reference,
    asOfDate: fields.date,
    asOfTime: fields.time,
    periodFrom: null,
    periodTo: null,
    page: page === undefined || page.trim() === '' ? null : { number: page.trim(), isLast: null },
    timing: isInterim ? 'interim' : 'final',
    isCorrection: false,
    floorLimit: buildFloorLimit(fields.floorLimits),
    balances: [...balances],
    summaries: [],
    position,
  };
}

/** Movements of MT messages carry no currency: it is that of the opening balance or of the floor limit, else what stands behind the IBAN. */
function findCurrency(fields: MtHeaderFields): [string | null, CurrencySource | null] {
  if (fields.currency !== null) return [fields.currency, 'balance'];
  const limit = fields.floorLimits.find(({ currency }) => currency !== null)?.currency ?? null;
  const stated = limit ?? fields.account?.currency ?? null;
  return stated === null ? [null, null] : [stated, 'account'];
}

/** A limit without mark holds for both sides. */
function buildFloorLimit(limits: readonly FloorLimitField[]): FloorLimit | null {
  if (limits.length === 0) return null;
  const currency = limits.find((limit) => limit.currency !== null)?.currency ?? null;
  const amountOf = (side: 'credit' | 'debit') => {
    const limit = limits.find((candidate) => candidate.side === side || candidate.side === null);
    return limit === undefined ? null : formatAmount(limit.amount, currency);
  };
  return { debit: amountOf('debit'), credit: amountOf('credit'), currency };
}
