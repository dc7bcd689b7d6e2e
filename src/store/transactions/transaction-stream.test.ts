import { beforeEach, describe, expect, it } from 'vitest';
import { stageDatabase, stageTenant } from '../../../test/support/database/stages.ts';
import {
  createAccount,
  createActiveConnection,
  createTenant,
  planRemoval,
  planWrite,
} from '../../../test/support/records/ledger.ts';
import { eventIdOf } from '../../domain/values/id.ts';
import { getStreamHead, readStream, readStreamText } from './transaction-stream.ts';
import { type AccountKey, type TransactionWrite, writeTransactions } from './transaction-writes.ts';

const database = stageDatabase();
const stage = stageTenant(database);
let checking: AccountKey;
let savings: AccountKey;
let elsewhere: AccountKey;

beforeEach(async () => {
  const connectionId = await createActiveConnection(stage.parts, stage.tenant);
  checking = await createAccount(stage.parts, stage.tenant, connectionId);
  savings = await createAccount(stage.parts, stage.tenant, connectionId);
  elsewhere = await createAccount(stage.parts, stage.tenant, await createActiveConnection(stage.parts, stage.tenant));
});

const ALL = { accountId: null, connectionId: null };

async function write(...writes: readonly TransactionWrite[]): Promise<void> {
  await database.sql.begin((db) => writeTransactions(db, stage.tenant, writes));
}

async function read(position: bigint, limit = 100, filter: Partial<typeof ALL | Record<string, string>> = {}) {
  return readStream(database.sql, stage.tenant, { position, limit, ...ALL, ...filter });
}

describe('an empty stream', () => {
  it('has its head at the beginning and no rows', async () => {
    expect(await getStreamHead(database.sql, stage.tenant)).toBe(0n);
    expect(await read(0n)).toEqual({ head: 0n, rows: [] });
  });

  it('is never made up for an organization that does not exist', async () => {
    const nobody = { organizationId: stage.parts.newId(), environment: 'test' as const };
    await expect(getStreamHead(database.sql, nobody)).rejects.toThrow('no head');
    await expect(readStream(database.sql, nobody, { position: 0n, limit: 1, ...ALL })).rejects.toThrow('no head');
    const request = { position: 0n, limit: 1, since: 0n, ...ALL };
    await expect(readStreamText(database.sql, nobody, request)).rejects.toThrow('no head');
  });
});

describe('a stream', () => {
  it('gives the rows after a position in the order in which they were written, with the head', async () => {
    const writes = Array.from({ length: 5 }, () => planWrite(stage.parts, checking));
    await write(...writes);
    const page = await read(0n);
    expect(page.head).toBe(5n);
    expect(page.rows.map(({ id }) => id)).toEqual(writes.map(({ id }) => id));
    expect(page.rows.map(({ lastPosition }) => lastPosition)).toEqual([1n, 2n, 3n, 4n, 5n]);
    expect(page.rows[0]).toEqual({
      head: 5n,
      id: writes[0]?.id,
      accountId: checking.accountId,
      connectionId: checking.connectionId,
      body: writes[0]?.body,
      firstPosition: 1n,
      lastPosition: 1n,
      eventHead: `"eventId":"${eventIdOf(writes[0]?.eventId ?? '')}","eventAt":"2026-11-20T06:00:00.000Z",`,
      removedReason: null,
      replacedById: null,
    });
    expect(await getStreamHead(database.sql, stage.tenant)).toBe(5n);
  });

  it.each([1, 2, 3, 4, 5, 6])('is cut into pages of %i without a gap or a double', async (limit) => {
    const writes = Array.from({ length: 5 }, () => planWrite(stage.parts, checking));
    await write(...writes);
    const seen: string[] = [];
    for (let position = 0n; ; ) {
      const { rows } = await read(position, limit);
      expect(rows.length).toBeLessThanOrEqual(limit);
      seen.push(...rows.map(({ id }) => id));
      position = rows.at(-1)?.lastPosition ?? position;
      if (rows.length < limit) break;
    }
    expect(seen).toEqual(writes.map(({ id }) => id));
    expect(await read(5n, limit)).toEqual({ head: 5n, rows: [] });
  });

  it('shows each transaction once, at its latest change, with the place of its first appearance', async () => {
    const [first, second] = [planWrite(stage.parts, checking), planWrite(stage.parts, checking)];
    await write(first, second);
    await write(planWrite(stage.parts, checking, { amount: '-6.00' }, first));
    const { rows } = await read(0n);
    expect(rows.map(({ id, firstPosition, lastPosition }) => [id, firstPosition, lastPosition])).toEqual([
      [second.id, 2n, 2n],
      [first.id, 1n, 3n],
    ]);
    expect(JSON.parse(rows[1]?.body ?? '').amount).toBe('-6.00');
    // A reader that was in the middle of its pages meets the change at the tail.
    expect((await read(1n, 1)).rows.map(({ id }) => id)).toEqual([second.id]);
    expect((await read(2n, 1)).rows.map(({ id }) => id)).toEqual([first.id]);
  });

  it('keeps a removed transaction as a tombstone that says why', async () => {
    const added = planWrite(stage.parts, checking);
    await write(added);
    await write(planRemoval(stage.parts, checking, added, 'pendingExpired'));
    const { rows, head } = await read(1n);
    expect(head).toBe(2n);
    expect(rows).toMatchObject([
      { id: added.id, firstPosition: 1n, lastPosition: 2n, removedReason: 'pendingExpired', replacedById: null },
    ]);
  });

  it('is filtered by account and by connection in the same order, under the same head', async () => {
    const accounts = [checking, savings, elsewhere, savings, checking, elsewhere];
    const writes = accounts.map((account) => planWrite(stage.parts, account));
    await write(...writes);
    await write(planRemoval(stage.parts, savings, writes[1] ?? planWrite(stage.parts, savings)));
    const positions = async (filter: Record<string, string>) => {
      const { rows, head } = await read(0n, 100, filter);
      return [head, ...rows.map(({ lastPosition }) => lastPosition)];
    };
    expect(await positions({ accountId: checking.accountId })).toEqual([7n, 1n, 5n]);
    expect(await positions({ accountId: savings.accountId })).toEqual([7n, 4n, 7n]);
    expect(await positions({ connectionId: checking.connectionId })).toEqual([7n, 1n, 4n, 5n, 7n]);
    expect(await positions({ connectionId: elsewhere.connectionId })).toEqual([7n, 3n, 6n]);
    expect(await positions({ accountId: checking.accountId, connectionId: elsewhere.connectionId })).toEqual([7n]);
    expect(await positions({ accountId: stage.parts.newId() })).toEqual([7n]);
  });

  it('never shows another organization or the other environment', async () => {
    await write(planWrite(stage.parts, checking));
    const neighbour = await createTenant(stage.parts);
    expect(await readStream(database.sql, neighbour, { position: 0n, limit: 10, ...ALL })).toEqual({
      head: 0n,
      rows: [],
    });
    const live = { organizationId: stage.tenant.organizationId, environment: 'live' as const };
    expect(await readStream(database.sql, live, { position: 0n, limit: 10, ...ALL })).toEqual({ head: 0n, rows: [] });
  });

  it('holds positions beyond the numbers that JavaScript counts exactly', async () => {
    const far = 2n ** 60n;
    await database.sql`update stream_heads set head = ${far} where organization_id = ${stage.tenant.organizationId}`;
    await write(planWrite(stage.parts, checking), planWrite(stage.parts, checking));
    expect((await read(far + 1n)).rows.map(({ lastPosition }) => lastPosition)).toEqual([far + 2n]);
  });
});
