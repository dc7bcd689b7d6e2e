import type { SourceHttp, SourceResponse } from '../../connectors/contract.ts';
import { accountAlias } from '../../domain/account.ts';
import type { Institution } from '../../domain/institution.ts';
import { accepted, type Refusal, type Result, refuse, refused, refuseField } from '../../domain/refusal.ts';
import { readScenarioAnswer, type SandboxScenario, type ScenarioAnswer } from '../../domain/sandbox-scenario.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import { type AccountRow, findAccount, findAccountByAlias } from '../../store/accounts/accounts.ts';
import { type ConnectionRow, findConnection } from '../../store/connections/connections.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { NO_CONNECTION } from '../connections/move-connection.ts';
import { noteAct } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';

/** What playing a scenario needs besides: the way to the bank, and the names under which it knows the delegated user. */
export interface ScenarioParts
  extends Pick<CommandParts, 'sql' | 'actor' | 'institutions' | 'newId' | 'nowMs' | 'now'> {
  /** HTTP confined to the institution's hosts, which is told the tenant's present moment. Bounded to a few seconds. */
  openBankHttp(institution: Institution, tenant: Tenant, now: Instant): SourceHttp;
  /** The names of the stored login, without its secrets; absent where none are stored. */
  readLoginNames(tenant: Tenant, connectionId: string): Promise<LoginNames>;
}

export interface LoginNames {
  readonly bankCustomerId?: string | undefined;
  readonly bankUsername?: string | undefined;
}

export interface ScenarioRequest {
  readonly scenario: SandboxScenario;
  /** An account of the connection; null for any. */
  readonly accountId: string | null;
  readonly count: number;
  /** Tells the bank which requests are tries of one; null where each is one of its own. */
  readonly actName?: string | null;
}

export interface AppliedSandboxScenario {
  /** Accounts concerned that are known here, each once. */
  readonly accountIds: readonly string[];
  /** The bank's present moment, which is the connection's virtual time. */
  readonly appliedAt: Instant;
}

/** A connection whose bank can be steered, with what the bank has to be told. */
interface Target {
  readonly institution: Institution;
  readonly controlUrl: string;
  readonly companyId: string;
  readonly username: string;
  readonly account: AccountRow | null;
}

/**
 * Makes something happen at the simulated bank behind a ready connection, now in virtual time. Nothing is written here:
 * whatever comes of it is met by the next sync, as at any other bank.
 */
export async function applySandboxScenario(
  parts: ScenarioParts,
  tenant: Tenant,
  connectionId: string,
  request: ScenarioRequest & { readonly signal: AbortSignal },
): Promise<Result<AppliedSandboxScenario>> {
  const connection = await findConnection(parts.sql, tenant, connectionId);
  if (connection === null) return refused(NO_CONNECTION);
  const target = await findTarget(parts, tenant, connection, request.accountId);
  if (!target.ok) return target;
  const http = parts.openBankHttp(target.value.institution, tenant, await parts.now(tenant));
  const response = await http.request({
    method: 'POST',
    url: `${target.value.controlUrl}/scenarios`,
    headers: {
      'content-type': 'application/json',
      ...(request.actName == null ? {} : { 'idempotency-key': request.actName }),
    },
    body: JSON.stringify(orderOf(target.value, request)),
    signal: request.signal,
  });
  const answer = readAnswer(response);
  if (answer.kind !== 'played') return refused(refusalOf(answer, target.value.institution));
  const accounts = await Promise.all(
    answer.accounts.map(({ number, currency }) =>
      findAccountByAlias(parts.sql, tenant, connectionId, accountAlias(number, currency)),
    ),
  );
  const accountIds = new Set(accounts.flatMap((account) => (account === null ? [] : [account.id])));
  return accepted({ accountIds: [...accountIds], appliedAt: answer.appliedAt });
}

/**
 * Writes the audit entry of a scenario that was played, by whoever keeps the answer: the bank, which knows no transaction of ours,
 * plays a scenario once for all tries of one act, and each of them hears that it was played.
 */
export async function noteScenario(
  db: Db,
  parts: Pick<ScenarioParts, 'actor' | 'newId' | 'nowMs'>,
  tenant: Tenant,
  { connectionId, request }: { readonly connectionId: string; readonly request: ScenarioRequest },
): Promise<void> {
  const { scenario, accountId, count } = request;
  await noteAct(db, parts, tenant, {
    action: 'sandbox_scenario.apply',
    targetType: 'connection',
    targetId: connectionId,
    details: { scenario, accountId, count },
  });
}

async function findTarget(
  parts: ScenarioParts,
  tenant: Tenant,
  connection: ConnectionRow,
  accountId: string | null,
): Promise<Result<Target>> {
  const state = connection.status === 'revoked' ? 'revoked' : connection.kind === 'setup' ? 'still in setup' : null;
  if (state !== null)
    return refused(
      refuse('connection_not_ready', `The connection is ${state}. Scenarios are played for ready connections.`),
    );
  const institution = connection.institutionId === null ? null : parts.institutions.find(connection.institutionId);
  const controlUrl = institution?.sandboxControlUrl ?? null;
  if (institution === null || controlUrl === null)
    return refused(
      refuseField(
        'path',
        'connectionId',
        'names a connection without a simulated bank that can be steered; use one to a demo institution that has a sandbox',
      ),
    );
  const account = accountId === null ? null : await findAccount(parts.sql, tenant, accountId);
  if (accountId !== null && account?.connectionId !== connection.id)
    return refused(refuseField('body', 'accountId', 'does not name an account of this connection'));
  if (account !== null && account.accountNumber === null)
    return refused(refuseField('body', 'accountId', 'names an account whose number is not known here'));
  const { bankCustomerId, bankUsername } = await parts.readLoginNames(tenant, connection.id);
  if (bankCustomerId === undefined || bankUsername === undefined)
    return refused(refuse('connection_not_ready', 'No login is stored, so the bank cannot be told whom it concerns.'));
  return accepted({ institution, controlUrl, companyId: bankCustomerId, username: bankUsername, account });
}

function orderOf({ companyId, username, account }: Target, { scenario, count }: ScenarioRequest) {
  const named = account === null ? {} : { accountNumber: account.accountNumber, currency: account.currency };
  return { companyId, username, scenario, count, ...named };
}

type NoAnswer = Exclude<ScenarioAnswer, { kind: 'played' }> | { readonly kind: 'unreachable' | 'timeout' };

function readAnswer(response: SourceResponse): ScenarioAnswer | NoAnswer {
  switch (response.kind) {
    case 'response':
      return readScenarioAnswer(response.status, parseJson(response.body));
    case 'unreachable':
    case 'timeout':
      return { kind: response.kind };
    case 'tooLarge':
      return { kind: 'unintelligible' };
    default:
      return response satisfies never;
  }
}

function refusalOf(answer: NoAnswer, { name, id }: Institution): Refusal {
  switch (answer.kind) {
    case 'accountRefused':
      return refuseField('body', 'accountId', `was refused by the simulated bank: ${answer.message}`);
    case 'unknownUser':
      return refuse(
        'connection_not_ready',
        `${name} does not know the delegated user of this connection. Store the login of one that its owner has created.`,
      );
    case 'unreachable':
      return refuse('unavailable', `The simulated bank of ${name} cannot be reached. Start it, then try again.`);
    case 'timeout':
      return refuse(
        'unavailable',
        `The simulated bank of ${name} did not answer in time. Whether the scenario was played shows with the next sync.`,
      );
    case 'unintelligible':
      return refuse(
        'unavailable',
        `What answers for the simulated bank of ${name} cannot be steered. Check sandbox.controlUrl of ${id}.`,
      );
    default:
      return answer satisfies never;
  }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    // No JSON is no answer of a bank that can be steered, which is what the caller makes of it.
    return null;
  }
}
