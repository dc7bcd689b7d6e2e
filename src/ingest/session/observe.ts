import type {
  AccessNotice,
  Connector,
  Session,
  SessionContext,
  SessionStatements,
  SourceAccount,
  SuspendedSignIn,
} from '../../connectors/contract.ts';
import { accountAlias } from '../../domain/account.ts';
import { type Fault, faultOf } from '../../domain/connection/connection-fault.ts';
import type { SyncWindow } from '../../domain/connection/sync-schedule.ts';
import { inSpan } from '../../infra/tracing/span.ts';
import type { ReadAccount } from '../accounts/settle-account.ts';

/** What a session asks of the run, account by account. */
export interface SessionGuide<T> {
  /** Is told that the bank has let the user in. */
  noteSignedIn(): Promise<void>;
  /** Is told all accounts once, before the first of them is read. Gives the fault by which none of them is to be read, or null. */
  begin(listed: readonly SourceAccount[]): Promise<Fault | null>;
  plan(account: SourceAccount): Promise<SyncWindow>;
  /** Decides what a read means, while the bank can still be asked: `readAgain` fetches the account once more. */
  settle(reading: ReadAccount, readAgain: (window: SyncWindow) => Promise<ReadAccount>): Promise<T>;
  /** Is asked last, where all accounts could be reached and the source has documents. */
  fetchStatements(statements: SessionStatements): Promise<void>;
}

/** Everything that one session gave, and the fault that ended it early. */
export interface SessionReading<T> {
  readonly accounts: readonly T[];
  /** Accounts that were listed but not reached. */
  readonly skipped: readonly SourceAccount[];
  readonly fault: Fault | null;
  /** What the bank announces to end. */
  readonly notices: readonly AccessNotice[];
  /** Set where the sign-in waits for a one-time code; nothing was read then. */
  readonly suspended: SuspendedSignIn | null;
}

/** A bank that does not answer the sign-out ends the session by itself. */
const CLOSE_TIMEOUT_MS = 5_000;

/**
 * Signs in, reads every account over its window and signs out. Oldest first is the connector's affair; here the first
 * fault that a further account would meet as well (anything but a missing permission) ends the session.
 */
export function observeSession<T>(
  connector: Connector,
  context: SessionContext,
  guide: SessionGuide<T>,
): Promise<SessionReading<T>> {
  return inSpan('fetch', {}, () => readSession(connector, context, guide));
}

async function readSession<T>(
  connector: Connector,
  context: SessionContext,
  guide: SessionGuide<T>,
): Promise<SessionReading<T>> {
  const opened = await connector.open(context);
  if (!opened.ok) return { ...ended(opened.fault), suspended: opened.suspended ?? null };
  try {
    await guide.noteSignedIn();
    return await readAccounts(opened.value, guide, context.signal);
  } finally {
    await opened.value.close(AbortSignal.timeout(CLOSE_TIMEOUT_MS));
  }
}

async function readAccounts<T>(
  session: Session,
  guide: SessionGuide<T>,
  signal: AbortSignal,
): Promise<SessionReading<T>> {
  const listed = await session.listAccounts();
  if (!listed.ok) return ended(listed.fault);
  const unclear = findSharedNumber(listed.value);
  if (unclear !== null) return ended(unclear);
  const refusal = await guide.begin(listed.value);
  if (refusal !== null) return ended(refusal);
  const accounts: T[] = [];
  for (const [index, source] of listed.value.entries()) {
    signal.throwIfAborted();
    let fault: Fault | null = null;
    const read = async (window: SyncWindow): Promise<ReadAccount> => {
      const reading = await session.observe(source, window);
      fault ??= reading.fault;
      return { ...reading, source, window };
    };
    accounts.push(await guide.settle(await read(await guide.plan(source)), read));
    if (fault !== null && endsSession(fault))
      return { ...ended(fault), accounts, skipped: listed.value.slice(index + 1) };
  }
  if (session.statements !== undefined) await guide.fetchStatements(session.statements);
  return { accounts, skipped: [], fault: null, notices: session.notices?.() ?? [], suspended: null };
}

/** A session that a fault ended tells nothing of what else it saw. */
function ended(fault: Fault): SessionReading<never> {
  return { accounts: [], skipped: [], fault, notices: [], suspended: null };
}

function endsSession(fault: Fault): boolean {
  return fault.code !== 'delegated_user_missing_permission';
}

/** Accounts are recognised by number and currency; where two share both, their rows could not be kept apart. */
function findSharedNumber(listed: readonly SourceAccount[]): Fault | null {
  const aliases = new Set(listed.map(({ accountNumber, details }) => accountAlias(accountNumber, details.currency)));
  return aliases.size === listed.length
    ? null
    : faultOf('portal_changed', 'The bank lists several accounts under one number, so they cannot be told apart.');
}
