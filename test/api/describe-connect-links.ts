import { describe, expect, it } from 'vitest';
import type { Caller, Schemas } from '../support/calls/caller.ts';

/** Links for an entity that has a connection. */
export function describeConnectLinks(world: () => { readonly caller: Caller; readonly connectionId: string }): void {
  describe('Connect links', () => {
    it('are made, listed, read and revoked, and shown once', async () => {
      const { caller, connectionId } = world();
      const { entityId } = await caller.get<Schemas['Connection']>('getConnection', { path: { connectionId } });
      const { body, status, headers } = await caller.call<Schemas['ConnectSessionCreated']>('createConnectSession', {
        body: { entityId },
      });
      const { connectSession, url } = body;
      expect([status, headers.location]).toEqual([201, `/v1/connectSessions/${connectSession.id}`]);
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/connect\/[0-9a-f-]{36}#wcs_/);
      const path = { connectSessionId: connectSession.id };
      expect(await caller.all('listConnectSessions', { query: { entityId } })).toEqual([connectSession]);
      expect(await caller.get('getConnectSession', { path })).toEqual(connectSession);
      expect(await caller.get('revokeConnectSession', { path })).toMatchObject({ status: 'revoked' });
    });
  });
}
