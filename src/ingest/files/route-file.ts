import { type FileAccountReading, UNKNOWN_CURRENCY } from '../../connectors/contract.ts';
import { accountAlias, maskAccountNumber } from '../../domain/account.ts';
import type { FileKnowledge } from '../../domain/files/file-knowledge.ts';
import { type FileProblem, problemOf } from '../../domain/files/file-problem.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Sql } from '../../infra/database.ts';
import {
  listAccountsOfNumber,
  listForeignNamesakes,
  type NamesakeRow,
} from '../../store/accounts/account-namesakes.ts';
import { type AccountRow, findAccountByAlias } from '../../store/accounts/accounts.ts';
import type { ConnectionRow } from '../../store/connections/connections.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { findByNumber, type NumberedAccount } from '../accounts/account-finder.ts';

/** Where a file came in, and what is known of it. */
export interface RouteScope {
  readonly tenant: Tenant;
  readonly connection: ConnectionRow;
  readonly knowledge: FileKnowledge;
  /** The account that the knowledge names. */
  readonly target: AccountRow | null;
}

/** A statement with the account that it belongs to; `existing` is null for one that is met for the first time. */
export type RoutedStatement =
  | {
      readonly existing: AccountRow | null;
      readonly isRenamed: boolean;
      /** Of an account that is met for the first time: those that it may be. */
      readonly pairs: NumberedAccount['pairs'];
      readonly observation: Observation;
    }
  | { readonly existing: AccountRow | null; readonly observation: null; readonly problem: FileProblem };

export type FileRoute =
  | { readonly kind: 'routed'; readonly statements: readonly RoutedStatement[] }
  /** Nothing of the file may be taken in. */
  | { readonly kind: 'refused'; readonly problem: FileProblem };

/**
 * Finds the account of every statement. A file that speaks of another account than the one it was sent for, or of an
 * account of another entity, is refused as a whole: it was sent to the wrong place. Never looks beyond the tenant.
 */
export async function routeFile(
  sql: Sql,
  scope: RouteScope,
  readings: readonly FileAccountReading[],
): Promise<FileRoute> {
  const statements: RoutedStatement[] = [];
  for (const reading of readings) {
    const named = await nameReading(sql, scope, reading);
    if ('reason' in named) {
      if (named.reason === 'otherAccount') return { kind: 'refused', problem: named };
      statements.push({ existing: null, observation: null, problem: named });
      continue;
    }
    const { existing, isRenamed, pairs, number, currency } = named;
    const stray = findStray(scope, existing, number) ?? (await findForeign(sql, scope, named, reading));
    if (stray !== null) return { kind: 'refused', problem: stray };
    const { observation, problem } = reading;
    const isTwice = statements.some(
      (other) => other.observation !== null && existing !== null && other.existing?.id === existing.id,
    );
    if (observation !== null && isTwice) statements.push({ existing, observation: null, problem: namedTwice(number) });
    else if (observation !== null)
      statements.push({ existing, isRenamed, pairs, observation: settle(observation, number, currency, existing) });
    else if (problem !== null) statements.push({ existing, observation: null, problem });
  }
  return { kind: 'routed', statements };
}

interface NamedReading {
  readonly existing: AccountRow | null;
  /** See FoundAccount. */
  readonly isRenamed: boolean;
  readonly pairs: NumberedAccount['pairs'];
  readonly number: string;
  readonly currency: string;
}

/** Adds what the statement leaves out from what is known of the file. */
async function nameReading(
  sql: Sql,
  scope: RouteScope,
  reading: FileAccountReading,
): Promise<NamedReading | FileProblem> {
  const { tenant, connection, knowledge, target } = scope;
  const number = reading.accountNumber ?? knowledge.accountNumber ?? null;
  if (number === null) {
    if (target === null) return problemOf('accountMissing', ACCOUNT_MISSING);
    if (reading.currency !== null && reading.currency !== target.currency)
      return problemOf(
        'otherAccount',
        `The file is in ${reading.currency}, the account that it was sent for in ${target.currency}. Send it for the account in ${reading.currency}.`,
      );
    return {
      existing: target,
      isRenamed: false,
      pairs: [],
      number: target.accountNumber ?? '',
      currency: target.currency,
    };
  }
  const currency = reading.currency ?? (await findCurrency(sql, scope, number));
  if (typeof currency !== 'string') return currency;
  const existing = await findAccountByAlias(sql, tenant, connection.id, accountAlias(number, currency));
  if (existing !== null) return { existing, isRenamed: false, pairs: [], number, currency };
  const { type = 'unknown', routingNumber = null } = reading.observation?.details ?? {};
  const { account, pairs } = await findByNumber(sql, scope, { currency, type, number, routingNumber });
  return { existing: account, isRenamed: account !== null, pairs, number, currency };
}

/** Statements of one account under one name are read as one; those under two were not compared with each other. */
function namedTwice(number: string): FileProblem {
  const message = `The file holds statements of one account under two numbers, of which ${labelOf(number)} is the second. Send each in a file of its own.`;
  return problemOf('accountAmbiguous', message, number);
}

const ACCOUNT_MISSING =
  'The file names no account. Send it with the accountId or the accountNumber that it is for, or accept it with either.';

/** The currency of the one account that has this number; a file of a new account needs to be told. */
async function findCurrency(
  sql: Sql,
  { tenant, connection, knowledge, target }: RouteScope,
  number: string,
): Promise<string | FileProblem> {
  const prefix = accountAlias(number, '');
  const accounts = await listAccountsOfNumber(sql, tenant, connection.id, prefix);
  const own = accounts.find(({ id }) => id === target?.id);
  if (own !== undefined) return own.currency;
  if (knowledge.currency != null) return knowledge.currency;
  const [only, another] = accounts;
  if (only !== undefined && another === undefined) return only.currency;
  const account = labelOf(number);
  if (only === undefined)
    return problemOf(
      'currencyMissing',
      `The file names no currency for account ${account}. Accept it with the account's currency.`,
      number,
    );
  const currencies = accounts.map(({ currency }) => currency).join(', ');
  return problemOf(
    'accountAmbiguous',
    `The file names no currency for account ${account}, which exists in ${currencies}. Accept it with the currency or the accountId that it is for.`,
    number,
  );
}

function findStray({ target }: RouteScope, existing: AccountRow | null, number: string): FileProblem | null {
  if (target === null || existing?.id === target.id) return null;
  const message = 'The file holds statements of another account than the one named in accountId.';
  return problemOf('otherAccount', message, number);
}

/** Account numbers are unique within a bank; an IBAN is unique in the world. */
async function findForeign(
  sql: Sql,
  { tenant, connection, knowledge }: RouteScope,
  { existing, number, currency }: NamedReading,
  { observation }: FileAccountReading,
): Promise<FileProblem | null> {
  if (existing !== null || knowledge.takesForeign === true) return null;
  const namesakes = await listForeignNamesakes(sql, tenant, connection, accountAlias(number, currency));
  const isSame = ({ institutionId, anchor, routingNumber, swiftBic }: NamesakeRow) =>
    IBAN.test(number) ||
    anchor === connection.anchor ||
    (institutionId !== null && institutionId === connection.institutionId) ||
    (routingNumber !== null && routingNumber === observation?.details.routingNumber) ||
    (swiftBic !== null && swiftBic === observation?.details.swiftBic);
  const foreign = namesakes.find(isSame);
  if (foreign === undefined) return null;
  const message = `Account ${labelOf(number)} (${currency}) belongs to entity ${foreign.externalEntityId}, on connection ${foreign.connectionId}. Upload the file there, or accept it with takesForeign when both hold this account. Nothing of the file was stored.`;
  return problemOf('foreignEntity', message, number);
}

const IBAN = /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/;

function labelOf(number: string): string {
  return maskAccountNumber(number) ?? 'without a number';
}

/** The observation under its account's name and currency. An account that is known needs no name from the file. */
function settle(observation: Observation, number: string, currency: string, existing: AccountRow | null): Observation {
  const settled = observation.details.currency === UNKNOWN_CURRENCY ? currency : observation.details.currency;
  const rows = observation.rows.map((row) => (row.currency === UNKNOWN_CURRENCY ? { ...row, currency: settled } : row));
  const { accountNumber, name } = observation.details;
  const details = {
    ...observation.details,
    currency: settled,
    accountNumber: accountNumber ?? (number === '' ? null : number),
    name: accountNumber === null && existing !== null ? existing.name : name,
  };
  return { ...observation, accountNumber: number, rows, details };
}
