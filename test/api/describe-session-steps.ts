import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Sql } from '../../src/infra/database.ts';
import { openEvidenceStore } from '../../src/infra/evidence-store.ts';
import { insertSyncRunSteps } from '../../src/store/connections/sync-run-steps.ts';
import type { Caller, Schemas } from '../support/calls/caller.ts';

/** What the tests need once they run. */
export interface SessionStepsStage {
  readonly caller: Caller;
  readonly connectionId: string;
  readonly sql: Sql;
  readonly dataDir: string;
}

/** Tests of what is told of a session's steps, for the file that holds all operations to the contract. */
export function describeSessionSteps(stage: () => SessionStepsStage): void {
  describe('steps of a session', () => {
    it('are listed, with the picture of a failure', async () => {
      const { caller, connectionId, sql, dataDir } = stage();
      const [run] = await caller.all<Schemas['SyncRun']>('listSyncRuns', { path: { connectionId } });
      const path = { connectionId, syncRunId: run?.id ?? '' };
      expect(await caller.get('listSyncRunSteps', { path })).toMatchObject({ data: [] });
      const store = await openEvidenceStore({ dir: join(dataDir, 'evidence') });
      const { sha256 } = await store.put(Buffer.from('a picture'), { maxBytes: 100 });
      const step = { name: 'open the portal', outcome: 'failed', detail: 'portal_changed', durationMs: 7 } as const;
      const { organizationId: owner } = (
        await sql<{ organizationId: string }[]>`select organization_id from sync_runs where id = ${path.syncRunId}`
      )[0] ?? { organizationId: '' };
      const id = '019a9e2f-1c07-7f3d-8a11-5b0c6d2e94f7';
      await insertSyncRunSteps(sql, owner, path.syncRunId, [{ ...step, id, screenshotSha256: sha256 }]);
      expect(await caller.get('listSyncRunSteps', { path })).toMatchObject({
        data: [{ ...step, id, hasScreenshot: true }],
      });
      const picture = { path: { ...path, syncRunStepId: id }, signal: AbortSignal.timeout(60_000) };
      expect(await (await caller.open('getSyncRunScreenshot', picture)).text()).toBe('a picture');
    });
  });
}
