import { createConnection } from '../../../src/commands/connections/create-connection.ts';
import {
  type InvitationParts,
  type InvitingMail,
  offerInvitation,
} from '../../../src/commands/connections/offer-invitation.ts';
import { putCredentials } from '../../../src/commands/connections/put-credentials.ts';
import { queueRun } from '../../../src/commands/connections/queue-run.ts';
import type { Credentials } from '../../../src/connectors/contract.ts';
import type { FaultCode } from '../../../src/domain/connection/connection-fault.ts';
import type { LifecycleState } from '../../../src/domain/connection/connection-lifecycle.ts';
import { setupProgress } from '../../../src/domain/connection/connection-setup.ts';
import type { InvitationForm } from '../../../src/domain/connection/invitation.ts';
import type { IngestParts } from '../../../src/ingest/parts.ts';
import { runConnection } from '../../../src/ingest/run-connection.ts';
import { findCredentials } from '../../../src/store/connections/connection-credentials.ts';
import {
  type ConnectionRow,
  findConnection,
  updateConnectionState,
} from '../../../src/store/connections/connections.ts';
import { listCredentialChanges } from '../../../src/store/connections/credential-changes.ts';
import { lifecycleStateOf } from '../../../src/store/connections/lifecycle-steps.ts';
import { findQueuedSync, findSyncRun } from '../../../src/store/connections/sync-runs.ts';
import type { Tenant } from '../../../src/store/tenants/tenant.ts';
import type { FileDatabase } from '../database/test-database.ts';
import { createCommandParts } from '../records/command-parts.ts';
import { createTenant } from '../records/ledger.ts';
import { createInvitedUser, type InvitedUser, type KillPlace, signIn } from './invited-user.ts';
import { type BankScript, createScriptedBank, createSourceAccount } from './scripted-bank.ts';

export const DAY_MS = 86_400_000;
const FORM: InvitationForm = {
  from: /@bank\.example$/,
  code: /code: (\S+)/,
  bankCustomerId: /customer: (\S+)/,
  bankUsername: /user: (\S+)/,
  asks: ['bankCustomerId', 'bankUsername'],
  validForMs: 7 * DAY_MS,
};
/** The invitation as the bank sends it. */
export const MAIL: InvitingMail = {
  from: 'no-reply@bank.example',
  text: 'Welcome.\ncode: ABCD-2345\ncustomer: 4410',
  sentAtMs: null,
};

/** A connection in setup at a bank that invites its user, and all that works on it. */
export class InvitedConnection {
  readonly commands: ReturnType<typeof createCommandParts>;
  readonly bank: BankScript;
  readonly user: InvitedUser = createInvitedUser();
  readonly tenant: Tenant & { readonly entityId: string };
  parts: IngestParts;
  inviting: InvitationParts;
  id = '';

  private constructor(
    database: FileDatabase,
    tenant: InvitedConnection['tenant'],
    commands: InvitedConnection['commands'],
  ) {
    this.commands = commands;
    this.tenant = tenant;
    const readCredentials = async (_: Tenant, id: string): Promise<Credentials> => {
      const sealed = await findCredentials(database.sql, tenant.organizationId, id);
      return sealed === null ? {} : JSON.parse((await this.parts.codes.open(tenant, id, sealed)) ?? '{}');
    };
    const { bank, parts } = createScriptedBank(commands, { readCredentials });
    this.parts = parts;
    this.bank = bank;
    this.inviting = { ...commands, findInvitationForm: () => FORM, readLogin: readCredentials };
    bank.invitationForm = FORM;
    bank.accounts = [createSourceAccount('0001234410')];
    bank.signIn = (context) => signIn(this.user, context);
  }

  static async create(database: FileDatabase): Promise<InvitedConnection> {
    const commands = createCommandParts(database.sql);
    const made = new InvitedConnection(database, await createTenant(commands), commands);
    await made.connect('demo-bank', null);
    return made;
  }

  /** Goes on with another connection of the same entity. */
  async connect(institutionId: string | null, portalUrl: string | null): Promise<void> {
    const request = { entityId: this.tenant.entityId, institutionId, portalUrl, metadata: {} };
    const made = await createConnection(this.commands, this.tenant, request);
    if (!made.ok) throw new Error(made.refusal.message);
    this.id = made.value.connection.id;
  }

  async row(): Promise<ConnectionRow> {
    const row = await findConnection(this.commands.sql, this.tenant, this.id);
    if (row === null) throw new Error('the connection is gone');
    return row;
  }

  invite(mail: Partial<InvitingMail> = {}) {
    return offerInvitation(this.inviting, this.tenant, this.id, { ...MAIL, ...mail });
  }

  put(credentials: Credentials) {
    return putCredentials(this.commands, this.tenant, this.id, credentials);
  }

  login() {
    return this.inviting.readLogin(this.tenant, this.id);
  }

  changes() {
    return listCredentialChanges(this.commands.sql, this.tenant.organizationId, this.id);
  }

  async progress() {
    const row = await this.row();
    return setupProgress({ ...row, fault: lifecycleStateOf(row).fault });
  }

  waitingRun() {
    return findQueuedSync(this.commands.sql, this.tenant, this.id);
  }

  /** Works off the run that waits, and gives its fault. */
  async work(): Promise<FaultCode | null> {
    const waiting = await this.waitingRun();
    if (waiting === null) throw new Error('no run waits');
    return this.workOff(waiting.id);
  }

  async workOff(syncRunId: string): Promise<FaultCode | null> {
    await runConnection(this.parts, this.tenant, { connectionId: this.id, syncRunId }, new AbortController().signal);
    return (await findSyncRun(this.commands.sql, this.tenant, this.id, syncRunId))?.error?.code ?? null;
  }

  /** As the schedule does when the time of the next attempt has come. */
  async workAgain(): Promise<FaultCode | null> {
    const at = await this.commands.now(this.tenant);
    const request = { id: this.commands.newId(), trigger: 'schedule', at } as const;
    await queueRun(this.commands.sql, await this.row(), request);
    return this.work();
  }

  /** Works off the run with a worker that dies at that place, so that nothing of its run is written. Gives the run. */
  async workAndDie(place: KillPlace): Promise<string> {
    const syncRunId = (await this.waitingRun())?.id ?? '';
    this.user.killAt = place;
    const stopping = new AbortController();
    const asUsual = this.bank.signIn;
    this.bank.signIn = async (context) => {
      try {
        return (await asUsual?.(context)) ?? null;
      } catch (cause) {
        // A fault inside would be committed; a worker that dies commits nothing.
        stopping.abort(cause);
        throw cause;
      }
    };
    const end = await runConnection(this.parts, this.tenant, { connectionId: this.id, syncRunId }, stopping.signal);
    if (end !== 'returned') throw new Error(`the worker did not die, its run was ${end}`);
    this.bank.signIn = asUsual;
    return syncRunId;
  }

  async arrive(state: Partial<LifecycleState>): Promise<void> {
    const row = await this.row();
    const at = await this.commands.now(this.tenant);
    const kind = state.status === 'draft' ? 'setup' : 'ready';
    const next = { ...lifecycleStateOf(row), kind, ...state } as const;
    await updateConnectionState(this.commands.sql, this.tenant, this.id, { next, nextSyncAt: null, at });
  }
}
