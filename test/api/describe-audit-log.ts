import { describe, expect, it } from 'vitest';
import type { OperationId } from '../../src/api/operation.ts';
import type { Sql } from '../../src/infra/database.ts';
import { acted, type Caller, forgetAnswers, type Schemas } from '../support/calls/caller.ts';
import { servedOperations } from '../support/calls/every-operation.ts';
import { AUDITED_OPERATIONS } from './audited-operations.ts';

/** What the tests need once they run. */
export interface AuditStage {
  readonly caller: Caller;
  readonly sql: Sql;
  readonly connectionId: string;
}

/** Tests of what all acts left in the audit log, for the end of the file that holds all operations to the contract. */
export function describeAuditLog(stage: () => AuditStage): void {
  // This is called before the first test of its file; what other files of this process did is in other logs.
  forgetAnswers();
  describe('the audit log', () => {
    it('tells who did what', async () => {
      const entries = await stage().caller.all<Schemas['AuditEntry']>('listAuditEntries');
      const [, , keyId] = stage().caller.key.split('_');
      expect(entries).toContainEqual({
        id: expect.any(String),
        createdAt: expect.any(String),
        environment: 'test',
        action: 'credentials.put',
        outcome: 'done',
        actor: { kind: 'key', id: keyId, label: 'test' },
        requestId: expect.stringMatching(/^req_/),
        sourceAddress: '127.0.0.1',
        target: { type: 'connection', id: stage().connectionId },
        details: { fields: expect.arrayContaining(['password']) },
      });
    });

    it('has left the entry of every act in the audit log, once, and nothing of what was refused', async () => {
      const acts = servedOperations().filter(({ method }) => method !== 'GET');
      expect(Object.keys(AUDITED_OPERATIONS).sort()).toEqual(acts.map(({ id }) => id).sort());
      const entries = await stage().sql<{ requestId: string; action: string }[]>`
        select request_id, action from audit_entries where actor_kind = 'key'`;
      const told = new Set<string>();
      for (const { operationId, requestId, ok } of acted) {
        const left = entries.filter((entry) => entry.requestId === requestId).map(({ action }) => action);
        // Asked for once more, what is done already is no act.
        expect([[], ...(ok ? [[AUDITED_OPERATIONS[operationId as OperationId]]] : [])]).toContainEqual(left);
        if (left.length > 0) told.add(operationId);
      }
      expect([...told].sort()).toEqual(acts.map(({ id }) => id).sort());
      const asked = new Set(acted.map(({ requestId }) => requestId));
      expect(entries.filter(({ requestId }) => !asked.has(requestId))).toEqual([]);
    });
  });
}
