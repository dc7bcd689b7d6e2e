import type { components } from '../../api/contract/types.generated.ts';
import { CommandRefused } from '../outcome.ts';

type Schemas = components['schemas'];

/** The few operations of the API that the quickstart needs, called as any client would. */
export interface LocalApi {
  listEntities(): Promise<Schemas['EntityList']>;
  getSandboxClock(): Promise<Schemas['SandboxClock']>;
  createConnection(body: Schemas['CreateConnectionRequest']): Promise<Schemas['ConnectionResource']>;
  getConnection(id: string): Promise<Schemas['ConnectionResource']>;
  putCredentials(id: string, body: Schemas['ConnectionCredentialsRequest']): Promise<Schemas['ConnectionResource']>;
  completeSetup(id: string): Promise<Schemas['ConnectionResource']>;
  syncConnection(id: string): Promise<Schemas['SyncRun']>;
  /** The latest one alone. */
  listSyncRuns(connectionId: string): Promise<Schemas['SyncRunList']>;
  getSyncRun(connectionId: string, id: string): Promise<Schemas['SyncRun']>;
  getHealth(id: string): Promise<Schemas['ConnectionHealth']>;
  listAccounts(connectionId: string): Promise<Schemas['AccountList']>;
  listTransactions(query: Record<string, string>): Promise<Schemas['TransactionList']>;
  syncTransactions(query: Record<string, string>): Promise<Schemas['TransactionSyncPage']>;
}

/** The few calls that the quickstart makes. Throws with the server's message where one is refused. */
export function createLocalApi(baseUrl: string, key: string): LocalApi {
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(new URL(path, baseUrl), {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (response.ok) return answer as T; // The server answers by the contract, from which T comes.
    const { error } = answer as Schemas['ErrorEnvelope']; // So are its errors.
    throw new CommandRefused(`${method} ${path} was answered with ${response.status} ${error.code}: ${error.message}`);
  };
  const withQuery = (path: string, query: Record<string, string>) => `${path}?${new URLSearchParams(query)}`;
  return {
    listEntities: () => call('GET', '/v1/entities?externalEntityId=default'),
    getSandboxClock: () => call('GET', '/v1/sandbox/clock'),
    createConnection: (body) => call('POST', '/v1/connections', body),
    getConnection: (id) => call('GET', `/v1/connections/${id}`),
    putCredentials: (id, body) => call('PUT', `/v1/connections/${id}/credentials`, body),
    completeSetup: (id) => call('PUT', `/v1/connections/${id}/setupCompletion`),
    syncConnection: (id) => call('PUT', `/v1/connections/${id}/sync`),
    listSyncRuns: (connectionId) => call('GET', `/v1/connections/${connectionId}/syncRuns?limit=1`),
    getSyncRun: (connectionId, id) => call('GET', `/v1/connections/${connectionId}/syncRuns/${id}`),
    getHealth: (id) => call('GET', `/v1/connections/${id}/health`),
    listAccounts: (connectionId) => call('GET', withQuery('/v1/accounts', { connectionId })),
    listTransactions: (query) => call('GET', withQuery('/v1/transactions', query)),
    syncTransactions: (query) => call('GET', withQuery('/v1/transactions/sync', query)),
  };
}
