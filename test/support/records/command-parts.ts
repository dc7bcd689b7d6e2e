import { createHash, randomBytes } from 'node:crypto';
import type { CommandParts } from '../../../src/commands/parts.ts';
import { createIdGenerator } from '../../../src/domain/values/id.ts';
import type { Sql } from '../../../src/infra/database.ts';
import { createCatalog } from '../../../src/store/institutions.ts';
import { findTenantNow } from '../../../src/store/tenants/tenant-clock.ts';
import { BARE_BANK, createInstitution, LIVE_BANK } from '../banks/institutions.ts';

/** Real time of a test: it stands still until it is moved. */
export interface TestClock {
  nowMs: number;
}

/** Parts of commands on a real database, with a clock that stands still and a seal that anybody can read. */
export function createCommandParts(sql: Sql, changes: Partial<CommandParts> = {}): CommandParts & { clock: TestClock } {
  const clock: TestClock = { nowMs: Date.parse('2026-11-20T06:00:00.000Z') };
  return {
    sql,
    sqlOf: () => sql,
    actor: { kind: 'system', id: 'test' },
    clock,
    institutions: createCatalog([createInstitution(), LIVE_BANK, BARE_BANK]),
    newId: createIdGenerator({ nowMs: () => clock.nowMs, randomBytes }),
    nowMs: () => clock.nowMs,
    now: (tenant) => findTenantNow(sql, tenant, clock.nowMs),
    sealCredentials: async (_tenant, connectionId, plaintext) =>
      new TextEncoder().encode(`sealed for ${connectionId}: ${plaintext}`),
    phoneNumbers: [],
    isTotpSeed: (text) => text !== 'no seed',
    hashWithKey: (text) => createHash('sha256').update(text).digest(),
    randomBytes,
    ...changes,
  };
}
