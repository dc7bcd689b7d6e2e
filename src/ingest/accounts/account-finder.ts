import type { SourceAccount } from '../../connectors/contract.ts';
import { accountAlias } from '../../domain/account.ts';
import type { Institution } from '../../domain/institution.ts';
import type { Observation } from '../../domain/observation.ts';
import {
  type AccountName,
  type AccountPair,
  type AccountRowLook,
  identifyAccounts,
  type UnknownAccount,
  type VanishedAccount,
} from '../../domain/reconcile/account-identity.ts';
import { addDays } from '../../domain/values/calendar-date.ts';
import { listAccountLooks, listLinkableAccounts } from '../../store/accounts/account-links.ts';
import { type AccountRow, findAccount, findAccountByAlias } from '../../store/accounts/accounts.ts';
import type { ConnectionRow } from '../../store/connections/connections.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import type { IngestParts } from '../parts.ts';
import { normaliseRow } from './normalise.ts';

/** An account that the bank lists, with what was read of it. */
export interface ListedReading {
  readonly source: Pick<SourceAccount, 'accountNumber' | 'details'>;
  readonly observation: Observation;
}

/** What an account turned out to be: a stored one, or a new one that may be one of the stored ones in `pairs`. */
export interface FoundAccount {
  readonly stored: AccountRow | null;
  /** Whether the stored one was recognised by evidence, and is still to be given the name under which it is listed now. */
  readonly isRenamed: boolean;
  readonly pairs: readonly AccountPair[];
}

/** Tells which stored account is meant by each that a bank lists. */
export interface AccountFinder {
  /** By the names under which it was shown, or by a number that proves it to be one that was left behind. */
  find(source: Pick<SourceAccount, 'accountNumber' | 'details'>): FoundAccount;
  /** Whether its rows can still tell what an account is: it is unknown by name, and another one is not listed any more. */
  mayTellByRows(source: Pick<SourceAccount, 'accountNumber' | 'details'>): boolean;
  /** Tells by their rows what all such accounts are, in their order. */
  identify(readings: readonly ListedReading[]): Promise<readonly FoundAccount[]>;
}

const aliasOf = ({ accountNumber, details }: Pick<SourceAccount, 'accountNumber' | 'details'>) =>
  accountAlias(accountNumber, details.currency);

/** A finder for the accounts that one session lists. */
export async function createAccountFinder(
  parts: IngestParts,
  { tenant, connection, institution }: { tenant: Tenant; connection: ConnectionRow; institution: Institution },
  listed: readonly SourceAccount[],
): Promise<AccountFinder> {
  const stored = new Map<string, FoundAccount & { readonly stored: AccountRow }>();
  for (const source of listed) {
    const account = await findAccountByAlias(parts.sql, tenant, connection.id, aliasOf(source));
    if (account !== null) stored.set(aliasOf(source), { stored: account, isRenamed: false, pairs: [] });
  }
  const unknown = listed.filter((source) => !stored.has(aliasOf(source)));
  if (unknown.length === 0) return finderOf(stored, [], async () => []);
  const vanished = await listVanished(
    parts,
    tenant,
    connection,
    [...stored.values()].map((each) => each.stored),
  );
  const named = identifyAccounts(
    unknown.map((source) => unknownOf(source, null)),
    vanished.map((account) => vanishedOf(account, [], institution)),
    [],
  );
  for (const [index, verdict] of named.entries()) {
    const source = unknown[index];
    const account = verdict.kind === 'known' ? vanished.find(({ row }) => row.id === verdict.id) : undefined;
    if (source !== undefined && account !== undefined)
      stored.set(aliasOf(source), { stored: account.row, isRenamed: true, pairs: [] });
  }
  const known = [...stored.values()].map((each) => each.stored);
  const left = vanished.filter(({ row }) => known.every(({ id }) => id !== row.id));
  return finderOf(stored, left, async (readings) => {
    const from = readings.map(({ observation }) => observation.coverage.from).sort()[0] ?? null;
    const ids = [...left.map(({ row }) => row.id), ...known.map(({ id }) => id)];
    const looks = Map.groupBy(
      await listAccountLooks(parts.sql, tenant.organizationId, ids, from),
      ({ accountId }) => accountId,
    );
    const verdicts = identifyAccounts(
      readings.map(({ source, observation }) => unknownOf(source, observation)),
      left.map((account) => vanishedOf(account, looks.get(account.row.id) ?? [], institution)),
      known.map(({ id }) => looks.get(id) ?? []),
    );
    return verdicts.map((verdict): FoundAccount => {
      const account = verdict.kind === 'known' ? left.find(({ row }) => row.id === verdict.id) : undefined;
      const pairs = verdict.kind === 'unsure' ? verdict.pairs : [];
      return { stored: account?.row ?? null, isRenamed: account !== undefined, pairs };
    });
  });
}

/** Who no bank has listed yet. */
export const NOBODY_LISTED: AccountFinder = {
  find: () => UNKNOWN,
  mayTellByRows: () => false,
  identify: async () => [],
};

const UNKNOWN: FoundAccount = { stored: null, isRenamed: false, pairs: [] };

/** A stored account that no listed one is by name. */
interface LeftBehind {
  readonly row: AccountRow;
  /** As its source printed it first. */
  readonly number: string;
}

function finderOf(
  stored: ReadonlyMap<string, FoundAccount>,
  left: readonly LeftBehind[],
  identify: AccountFinder['identify'],
): AccountFinder {
  return {
    find: (source) => stored.get(aliasOf(source)) ?? UNKNOWN,
    mayTellByRows: (source) => !stored.has(aliasOf(source)) && left.length > 0,
    identify,
  };
}

/** The account that a number means under another form of it, and those that it may mean; for sources that list none, such as files. */
export interface NumberedAccount {
  readonly account: AccountRow | null;
  /** Empty where the account is found. */
  readonly pairs: readonly AccountPair[];
}

/**
 * Looks for the account of a number among those of the connection, which other sources may know by an IBAN or a domestic
 * number, and among those that revoked connections of the same owner to the same institution have left behind.
 */
export async function findByNumber(
  sql: IngestParts['sql'],
  { tenant, connection }: { readonly tenant: Tenant; readonly connection: ConnectionRow },
  name: AccountName,
): Promise<NumberedAccount> {
  const candidates = await listVanished({ sql }, tenant, connection, []);
  if (candidates.length === 0) return { account: null, pairs: [] };
  const unknown = { name, rows: [], covered: null };
  const known = candidates.map((account) => vanishedOf(account, [], { latenessDays: 0 }));
  const [verdict] = identifyAccounts([unknown], known, []);
  if (verdict?.kind === 'unsure') return { account: null, pairs: verdict.pairs };
  const found = verdict?.kind === 'known' ? candidates.find(({ row }) => row.id === verdict.id) : undefined;
  return { account: found?.row ?? null, pairs: [] };
}

async function listVanished(
  parts: Pick<IngestParts, 'sql'>,
  tenant: Tenant,
  connection: ConnectionRow,
  listed: readonly AccountRow[],
): Promise<LeftBehind[]> {
  const vanished: LeftBehind[] = [];
  for (const { id, alias } of await listLinkableAccounts(parts.sql, tenant, connection)) {
    if (listed.some((account) => account.id === id)) continue;
    const row = await findAccount(parts.sql, tenant, id);
    if (row !== null) vanished.push({ row, number: row.accountNumber ?? alias.slice(0, alias.lastIndexOf('/')) });
  }
  return vanished;
}

function vanishedOf(
  { row, number }: LeftBehind,
  rows: readonly AccountRowLook[],
  { latenessDays }: Pick<Institution, 'latenessDays'>,
): VanishedAccount {
  const { id, currency, type, routingNumber, readThrough } = row;
  const settledThrough = readThrough === null ? null : addDays(readThrough, -latenessDays);
  return { id, name: { currency, type, number, routingNumber }, rows, settledThrough };
}

function unknownOf(
  { accountNumber, details }: Pick<SourceAccount, 'accountNumber' | 'details'>,
  observation: Observation | null,
): UnknownAccount {
  const { currency, type, routingNumber } = details;
  const rows = (observation?.rows ?? []).map(normaliseRow).flatMap(({ content }): AccountRowLook[] => {
    const { status, postedDate, amount, description } = content;
    return status === 'posted' && postedDate !== null ? [{ postedDate, amount, description }] : [];
  });
  const coverage = observation?.coverage;
  const isProof = coverage?.complete === true && coverage.proves.includes('posted');
  const covered = isProof ? { from: coverage.from, to: coverage.to } : null;
  return { name: { currency, type, number: accountNumber, routingNumber }, rows, covered };
}
