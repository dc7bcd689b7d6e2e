import { type ContractOperation, getOperation } from '../../../src/api/contract/contract.ts';
import type { Operation, OperationId } from '../../../src/api/operation.ts';
import { operations } from '../../../src/api/operations.ts';
import { eventIdOf } from '../../../src/domain/values/id.ts';
import { fileForm, smallBai2File } from '../banks/small-file.ts';
import type { CallInput } from './caller.ts';
import { theContract } from './load-contract.ts';

/** Ids that fill the paths of operations, by the name of the parameter. */
export interface PathIds {
  readonly entityId: string;
  readonly institutionId: string;
  readonly connectionId: string;
  readonly syncRunId: string;
  readonly accountId: string;
  readonly transactionId: string;
  readonly suggestionId: string;
  readonly quarantinedFileId: string;
  readonly fileSourceId: string;
  readonly connectSessionId: string;
  readonly statementId: string;
  readonly syncRunStepId: string;
  readonly webhookId: string;
  readonly deliveryId: string;
  readonly eventId: string;
  /** Who has left an audit entry, and what it was done to. */
  readonly actorId: string;
  readonly targetId: string;
}

/** Well formed, and the id of nothing. */
export const NOBODY = '019a0000-0000-7000-8000-000000000000';

/** The same in the form that ids of this name have. */
export function nobodyAs(name: keyof PathIds): string {
  return name === 'eventId' ? eventIdOf(NOBODY) : NOBODY;
}

/** Everything that is served, as the contract describes it. */
export function servedOperations(): ContractOperation[] {
  return operations.map(({ id }: Operation<never> | { id: OperationId }) => getOperation(theContract(), id));
}

export function pathParametersOf(operation: ContractOperation): (keyof PathIds)[] {
  // The contract's path parameters are all named there; one that is not fails at its first use.
  return operation.parameters.filter(({ location }) => location === 'path').map(({ name }) => name as keyof PathIds);
}

/** A server of a name that nobody has. */
const SFTP_SERVER = {
  kind: 'sftp',
  path: '/out',
  host: 'sftp.bank.invalid',
  username: 'files',
  hostKeyFingerprint: 'SHA256:uNiVztksCsDhcc0u9e8BrqJxVWnQ8Zc5t4sHfKcYJ2E',
  password: 'correct horse',
} as const;

/** Bodies that are taken when the ids are right, by operation. One that needs a body and is not here fails its tests. */
const BODIES: Readonly<Record<string, (ids: PathIds) => CallInput>> = {
  createEntity: () => ({ body: { externalEntityId: 'made by a test of all operations' } }),
  updateEntity: () => ({ body: { contactEmails: ['finance@customer.example'] } }),
  createConnection: ({ entityId, institutionId }) => ({ body: { entityId, institutionId } }),
  putConnectionCredentials: () => ({
    body: { bankCustomerId: '4410071', bankUsername: 'cw-some', password: 'correct horse' },
  }),
  answerMfaChallenge: () => ({ body: { code: '123456' } }),
  uploadConnectionFile: () => ({ form: fileForm(smallBai2File(1)) }),
  putFileSettings: () => ({ body: { currency: 'EUR', dateOrder: 'DMY' } }),
  createConnectSession: ({ entityId }) => ({ body: { entityId, returnUrl: 'https://app.example/banks' } }),
  createFileSource: ({ connectionId }) => ({ body: { connectionId, ...SFTP_SERVER } }),
  updateFileSource: () => ({ body: { pollSeconds: 60 } }),
  createWebhook: () => ({ body: { url: 'https://receiver.example/hooks', events: ['test'] } }),
  updateWebhook: () => ({ body: { metadata: { changed: true } } }),
  replayEvents: () => ({ body: { from: '2026-01-01T00:00:00Z' } }),
  advanceSandboxClock: () => ({ body: { days: 1 } }),
  applySandboxScenario: () => ({ body: { scenario: 'newTransactions' } }),
};

/** A request that the operation accepts, when the ids are right and the state of things allows it. */
export function requestOf(operation: ContractOperation, ids: PathIds): CallInput {
  const make = BODIES[operation.id];
  if (operation.body?.required === true && make === undefined)
    throw new Error(`${operation.id} needs a body that is not known here`);
  const path = Object.fromEntries(pathParametersOf(operation).map((name) => [name, ids[name]]));
  return { path, ...make?.(ids) };
}
