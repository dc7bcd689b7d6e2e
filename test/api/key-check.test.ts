import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCallerRecheck } from '../../src/api/callers/caller-recheck.ts';
import { createKeyCheck } from '../../src/api/callers/key-check.ts';
import { createApiKey } from '../../src/commands/keys/create-api-key.ts';
import { revokeApiKey } from '../../src/commands/keys/revoke-api-key.ts';
import { type ApiKey, parseApiKey } from '../../src/domain/access/api-key.ts';
import type { Sql } from '../../src/infra/database.ts';
import { findApiKeyByKeyId } from '../../src/store/keys/api-keys.ts';
import { stageDatabase } from '../support/database/stages.ts';
import { createCommandParts } from '../support/records/command-parts.ts';
import { createTenant } from '../support/records/ledger.ts';

const DAY_MS = 86_400_000;

const database = stageDatabase();
let parts: ReturnType<typeof createCommandParts>;
let statements: number;
let countedSql: Sql;
let check: ReturnType<typeof createKeyCheck>;

beforeAll(() => {
  countedSql = new Proxy(database.sql, {
    apply: (sql, self, input) => {
      statements += 1;
      return Reflect.apply(sql, self, input);
    },
  });
});
beforeEach(() => {
  parts = createCommandParts(database.sql);
  statements = 0;
  check = createKeyCheck({ ...parts, sql: countedSql });
});

async function makeKey(lifetimeMs = DAY_MS): Promise<ApiKey> {
  const { organizationId } = await createTenant(parts);
  const request = { organizationId, environment: 'test', name: 'CI', scopes: ['accounts:read'], lifetimeMs } as const;
  const made = await createApiKey(parts, request);
  const key = made.ok ? parseApiKey(made.value.text) : null;
  if (key === null) throw new Error('no key was made');
  return key;
}

/** What became of the key, and with how many statements. */
async function outcomeOf(key: ApiKey): Promise<[string, number]> {
  statements = 0;
  const { outcome } = await check(key);
  return [outcome, statements];
}

const SECRET = '0'.repeat(32);

describe('a check of a key', () => {
  it('costs the same for every key that is refused, known or not', async () => {
    const known = await makeKey();
    const [revoked, expired] = [await makeKey(), await makeKey(1)];
    await revokeApiKey(parts, revoked.keyId);
    parts.clock.nowMs += 1;
    const refused: readonly [string, ApiKey][] = [
      ['unknown', { environment: 'test', keyId: 'nobody', secret: SECRET }],
      ['unknown', { ...known, secret: SECRET }],
      ['unknown', { ...known, environment: 'live' }],
      ['revoked', revoked],
      ['expired', expired],
    ];
    for (const [outcome, key] of refused) {
      expect(await outcomeOf(key)).toEqual([outcome, 1]);
      expect(await outcomeOf(key)).toEqual([outcome, 0]);
    }
    for (const { keyId } of [known, revoked, expired])
      expect((await findApiKeyByKeyId(database.sql, keyId))?.lastUsedAt).toBeNull();
  });

  it('does not answer a wrong secret sooner because the key is in use', async () => {
    const key = await makeKey();
    expect((await outcomeOf(key))[0]).toBe('accepted');
    expect(await outcomeOf({ ...key, secret: SECRET })).toEqual(['unknown', 1]);
    expect(await outcomeOf(key)).toEqual(['accepted', 0]);
  });

  it('says which organization, environment, key and scopes it found', async () => {
    const key = await makeKey();
    expect(await check(key)).toMatchObject({
      outcome: 'accepted',
      principal: {
        environment: 'test',
        caller: { kind: 'key', id: key.keyId, label: 'CI' },
        scopes: new Set(['accounts:read']),
      },
    });
  });

  it('notes a use, once a minute', async () => {
    const key = await makeKey();
    const uses: (string | null | undefined)[] = [];
    for (const passedMs of [0, 5_000, 60_000]) {
      parts.clock.nowMs += passedMs;
      await check(key);
      uses.push((await findApiKeyByKeyId(database.sql, key.keyId))?.lastUsedAt);
    }
    expect(uses).toEqual(['2026-11-20T06:00:00.000Z', '2026-11-20T06:00:00.000Z', '2026-11-20T06:01:05.000Z']);
  });

  it('finds a revocation before five seconds are over, whatever the clock does', async () => {
    const key = await makeKey();
    await check(key);
    await revokeApiKey(parts, key.keyId);
    parts.clock.nowMs += 3_999;
    expect(await outcomeOf(key)).toEqual(['accepted', 0]);
    parts.clock.nowMs += 1;
    expect(await outcomeOf(key)).toEqual(['revoked', 1]);
    const other = await makeKey();
    await check(other);
    await revokeApiKey(parts, other.keyId);
    parts.clock.nowMs -= DAY_MS;
    expect(await outcomeOf(other)).toEqual(['revoked', 1]);
  });

  it('knows of an end without asking anybody', async () => {
    const key = await makeKey(3_000);
    expect((await outcomeOf(key))[0]).toBe('accepted');
    parts.clock.nowMs += 2_999;
    expect(await outcomeOf(key)).toEqual(['accepted', 0]);
    parts.clock.nowMs += 1;
    expect(await outcomeOf(key)).toEqual(['expired', 0]);
  });
});

describe('a check of a key that was accepted before', () => {
  it('asks once in a second for all that ask, and finds revocation and end', async () => {
    const key = await makeKey(10_000);
    const accepted = await check(key);
    if (accepted.outcome !== 'accepted') throw new Error('the key was not accepted');
    const recheck = createCallerRecheck({ sql: countedSql, nowMs: parts.nowMs });
    statements = 0;
    const states = await Promise.all([recheck(accepted.principal), recheck(accepted.principal)]);
    expect([states, statements]).toEqual([['inForce', 'inForce'], 1]);
    parts.clock.nowMs += 10_000;
    expect(await recheck(accepted.principal)).toBe('expired');
    await revokeApiKey(parts, key.keyId);
    parts.clock.nowMs += 1_000;
    expect(await recheck(accepted.principal)).toBe('revoked');
  });
});
