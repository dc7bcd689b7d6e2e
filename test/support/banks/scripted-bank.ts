import { createHash } from 'node:crypto';
import type { CommandParts } from '../../../src/commands/parts.ts';
import type {
  AccessNotice,
  AccountReading,
  Connector,
  FileReading,
  Session,
  SessionContext,
  SessionStatements,
  SourceAccount,
  Step,
} from '../../../src/connectors/contract.ts';
import type { AccountDetails } from '../../../src/domain/account.ts';
import type { Fault } from '../../../src/domain/connection/connection-fault.ts';
import type { InvitationForm } from '../../../src/domain/connection/invitation.ts';
import type { SyncWindow } from '../../../src/domain/connection/sync-schedule.ts';
import type { DefinitionGap } from '../../../src/domain/definition-gap.ts';
import type { Observation } from '../../../src/domain/observation.ts';
import { silentLog } from '../../../src/infra/log.ts';
import { QuietReadings } from '../../../src/ingest/accounts/quiet-readings.ts';
import type { IngestParts } from '../../../src/ingest/parts.ts';
import { ACCOUNT_DETAILS } from '../records/ledger.ts';
import { createTestCodes } from './test-codes.ts';

/** What the bank of a test answers; change it between or during runs. */
export interface BankScript {
  openFault: Fault | null;
  /** What stands before a session, such as a question for a code; null where nothing does. */
  signIn: ((context: SessionContext) => Promise<Exclude<Step<Session>, { ok: true }> | null>) | null;
  listFault: Fault | null;
  accounts: SourceAccount[];
  observe(account: SourceAccount, window: SyncWindow): AccountReading | Promise<AccountReading>;
  /** What the bank announces to end. */
  notices: AccessNotice[];
  /** Its documents; null where it has none. */
  statements: SessionStatements | null;
  /** How the bank invites; null where it does not. */
  invitationForm: InvitationForm | null;
  /** What its definition lacks; null where nothing. */
  gap: DefinitionGap | null;
  /** What an uploaded file says. */
  file: FileReading;
  /** Sessions begun and ended. */
  opened: number;
  closed: number;
}

/** Ingest parts with a bank that does as it is told; evidence goes nowhere but into its records. */
export function createScriptedBank(
  commands: CommandParts,
  changes: Partial<IngestParts> = {},
): { readonly bank: BankScript; readonly parts: IngestParts } {
  const bank: BankScript = {
    openFault: null,
    signIn: null,
    listFault: null,
    accounts: [],
    observe: () => ({ observation: null, evidenceId: null, fault: null }),
    notices: [],
    statements: null,
    invitationForm: null,
    gap: null,
    file: { format: 'bai2', readings: [], problem: null },
    opened: 0,
    closed: 0,
  };
  const connector = createConnector(bank);
  const parts: IngestParts = {
    sql: commands.sql,
    log: silentLog,
    institutions: commands.institutions,
    fileConnector: { read: async () => bank.file },
    quietReadings: new QuietReadings(),
    codes: createTestCodes(commands),
    leaseTtlMs: 60_000,
    newId: commands.newId,
    random: () => 0,
    now: commands.now,
    findConnector: (name) => (name === 'test' ? connector : null),
    openHttp: () => ({ request: () => Promise.reject(new Error('a scripted bank has no network')) }),
    readCredentials: async () => ({}),
    storeEvidence: async (bytes) => ({
      sha256: createHash('sha256').update(bytes).digest('hex'),
      sizeBytes: bytes.length,
    }),
    openEvidence: async () => noBytes(),
    ...changes,
  };
  return { bank, parts };
}

function createConnector(bank: BankScript): Connector {
  return {
    name: 'test',
    sourceKind: 'api',
    findInvitationForm: () => bank.invitationForm,
    findGap: () => bank.gap,
    open: async (context) => {
      const { keepEvidence } = context;
      if (bank.openFault !== null) return { ok: false, fault: bank.openFault };
      const stopped = (await bank.signIn?.(context)) ?? null;
      if (stopped !== null) return stopped;
      bank.opened += 1;
      return {
        ok: true,
        value: {
          listAccounts: async () =>
            bank.listFault === null ? { ok: true, value: bank.accounts } : { ok: false, fault: bank.listFault },
          observe: async (account, window) => {
            const reading = await bank.observe(account, window);
            const evidenceId = await keepEvidence(new TextEncoder().encode(account.accountNumber), 'text/plain');
            return { ...reading, evidenceId };
          },
          notices: () => bank.notices,
          ...(bank.statements === null ? {} : { statements: bank.statements }),
          close: async () => {
            bank.closed += 1;
          },
        },
      };
    },
  };
}

/** An account as a bank lists it. */
export function createSourceAccount(accountNumber: string, details: Partial<AccountDetails> = {}): SourceAccount {
  return { handle: accountNumber, accountNumber, details: { ...ACCOUNT_DETAILS, accountNumber, ...details } };
}

/** A complete reading of an account over a window, with the rows and balances given. */
export function createObservation(
  source: Pick<SourceAccount, 'accountNumber' | 'details'>,
  window: SyncWindow,
  changes: Partial<Observation> = {},
): Observation {
  return {
    accountNumber: source.accountNumber,
    details: source.details,
    rows: [],
    coverage: { ...window, complete: true, proves: ['pending', 'posted'] },
    currentBalances: null,
    statedBalances: [],
    dataAsOf: null,
    ...changes,
  };
}

async function* noBytes(): AsyncGenerator<Uint8Array> {}
