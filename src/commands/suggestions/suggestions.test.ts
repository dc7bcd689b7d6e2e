import { describe, expect, it } from 'vitest';
import { november } from '../../../test/support/banks/rows.ts';
import { takeSnapshot } from '../../../test/support/database/snapshot.ts';
import { stageAccount, stageDatabase } from '../../../test/support/database/stages.ts';
import { createTenant, planWrite } from '../../../test/support/records/ledger.ts';
import { listEvents } from '../../../test/support/records/list-events.ts';
import { createSuggestion } from '../../../test/support/records/stocked-tenant.ts';
import type { ObservedRow } from '../../domain/observation.ts';
import { findAccount, updateAccountAlarm } from '../../store/accounts/accounts.ts';
import { upsertStatedBalances } from '../../store/accounts/balances.ts';
import { acquireLease } from '../../store/connections/connection-leases.ts';
import { findSuggestion } from '../../store/suggestions.ts';
import { listMirrorRows } from '../../store/transactions/transaction-mirror.ts';
import { readStream } from '../../store/transactions/transaction-stream.ts';
import { writeTransactions } from '../../store/transactions/transaction-writes.ts';
import { acceptSuggestion } from './accept-suggestion.ts';
import { rejectSuggestion } from './reject-suggestion.ts';

const database = stageDatabase();
const stage = stageAccount(database);

async function write(...rows: Partial<ObservedRow>[]): Promise<string[]> {
  const writes = rows.map((row) => planWrite(stage.parts, stage.account, row));
  await database.sql.begin((db) => writeTransactions(db, stage.tenant, writes));
  return writes.map(({ id }) => id);
}

const suggest = (older: string | undefined, newer: string | undefined) =>
  createSuggestion(stage.parts, stage.account, [older ?? '', newer ?? '']);
const statusOf = async (id: string) => (await findSuggestion(database.sql, stage.tenant, id))?.status;
const stream = async () =>
  (await readStream(database.sql, stage.tenant, { position: 0n, accountId: null, connectionId: null, limit: 100 }))
    .rows;
const everything = { from: null, to: null, sourceIds: [] };
const mirror = () => listMirrorRows(database.sql, stage.tenant, stage.account.accountId, everything);

describe('accepting', () => {
  it('moves names, days and content to the older id, and what it says of the newer one stays true', async () => {
    const [older, newer] = await write(
      { sourceId: 'p-1', status: 'pending', postedDate: null, pendingDate: november(2), amount: '-10.00' },
      { sourceId: 'b-1', postedDate: november(4), pendingDate: null, valueDate: november(5), amount: '-12.00' },
    );
    const id = await suggest(older, newer);
    expect(await acceptSuggestion(stage.parts, stage.tenant, id)).toMatchObject({
      ok: true,
      value: { status: 'accepted', newerBody: null },
    });
    expect(await mirror()).toMatchObject([
      {
        id: older,
        revision: 2,
        pendingDate: november(2),
        valueDate: november(5),
        content: { status: 'posted', amount: '-12.00', postedDate: november(4) },
        sourceIds: expect.arrayContaining(['p-1', 'b-1']),
      },
    ]);
    const rows = await stream();
    expect(rows.map((row) => [row.id, row.removedReason, row.replacedById])).toEqual([
      [older, null, null],
      [newer, 'replaced', older],
    ]);
  });

  it('tells no change of an older one that looks the same already', async () => {
    const [older, newer] = await write({ sourceId: 'a' }, { sourceId: 'b' });
    await acceptSuggestion(stage.parts, stage.tenant, await suggest(older, newer));
    expect(await mirror()).toMatchObject([{ id: older, revision: 1 }]);
  });

  it('overtakes the other suggestions about either of the two, and no others', async () => {
    const [a, b, c, d] = await write({}, { amount: '-1.00' }, { amount: '-2.00' }, { amount: '-3.00' });
    const [chosen, aboutOlder, aboutNewer, other] = [
      await suggest(a, b),
      await suggest(a, c),
      await suggest(d, b),
      await suggest(c, d),
    ];
    await acceptSuggestion(stage.parts, stage.tenant, chosen);
    expect([await statusOf(aboutOlder), await statusOf(aboutNewer), await statusOf(other)]).toEqual([
      'superseded',
      'superseded',
      'open',
    ]);
  });

  it('clears the alarm of an account that adds up again, with the event, and raises none of what no longer does', async () => {
    const { organizationId, accountId } = stage.account;
    const stateBalances = (closing: string) =>
      upsertStatedBalances(
        database.sql,
        { organizationId, id: accountId },
        [
          { date: november(1), statedAs: 'closing', amount: '100.00' },
          { date: november(5), statedAs: 'closing', amount: closing },
        ],
        null,
      );
    const at = await stage.parts.now(stage.tenant);
    const alarmed = { raisedAt: at, wideReads: 2, nextWideReadAt: at };
    await updateAccountAlarm(database.sql, stage.tenant, accountId, { ...alarmed, readFrom: null });
    await stateBalances('90.00');
    const [first, second, third] = await write(
      { postedDate: november(3), amount: '-10.00' },
      { postedDate: november(3), amount: '-10.00', rawDescription: 'COFFEE BAR' },
      { postedDate: november(3), amount: '-10.00', rawDescription: 'COFFEE BAR 2' },
    );
    const alarms = async () =>
      (await listEvents(database.sql, stage.tenant))
        .filter(({ type }) => type === 'account.balance_alarm')
        .map(({ data }) => data);
    await acceptSuggestion(stage.parts, stage.tenant, await suggest(second, third));
    expect(await findAccount(database.sql, stage.tenant, accountId)).toMatchObject({
      proofState: 'broken',
      difference: '10.00',
      alarmRaisedAt: alarmed.raisedAt,
    });
    expect(await alarms()).toEqual([]);
    await acceptSuggestion(stage.parts, stage.tenant, await suggest(first, second));
    expect(await findAccount(database.sql, stage.tenant, accountId)).toMatchObject({
      proofState: 'proven',
      alarmRaisedAt: null,
      nextWideReadAt: null,
    });
    expect(await alarms()).toMatchObject([
      { accountId, alarm: 'cleared', balanceProof: 'proven', provenThrough: november(5), difference: null },
    ]);
    await stateBalances('80.00');
    const [fourth, fifth] = await write(
      { postedDate: november(4), amount: '-5.00' },
      { postedDate: november(4), amount: '-5.00', rawDescription: 'COFFEE BAR' },
    );
    await acceptSuggestion(stage.parts, stage.tenant, await suggest(fourth, fifth));
    // The next sync reads wider before it says so.
    expect(await findAccount(database.sql, stage.tenant, accountId)).toMatchObject({
      proofState: 'broken',
      alarmRaisedAt: null,
      nextWideReadAt: expect.any(String),
    });
    expect(await alarms()).toHaveLength(1);
  });

  it('renews the proof: a row that was counted twice no longer stands between two balances', async () => {
    const [older, newer] = await write(
      { postedDate: november(3), amount: '-5.00', rawDescription: 'COFFEE' },
      { postedDate: november(3), amount: '-5.00', rawDescription: 'KAFFEE' },
    );
    const stated = (day: number, amount: string) => ({ date: november(day), amount, statedAs: 'closing' }) as const;
    await upsertStatedBalances(
      database.sql,
      { organizationId: stage.tenant.organizationId, id: stage.account.accountId },
      [stated(2, '100.00'), stated(3, '95.00')],
      null,
    );
    await acceptSuggestion(stage.parts, stage.tenant, await suggest(older, newer));
    expect(await findAccount(database.sql, stage.tenant, stage.account.accountId)).toMatchObject({
      proofState: 'proven',
      provenThrough: november(3),
    });
    const days = await database.sql`select ledger_balance, posted_delta from daily_balances
      where account_id = ${stage.account.accountId} order by date`;
    expect(days.map((day) => [day.ledgerBalance, day.postedDelta])).toEqual([
      ['100.00', '0.00'],
      ['95.00', '-5.00'],
    ]);
  });

  it('waits for a run that may have decided already, and changes nothing then', async () => {
    const [older, newer] = await write({}, { amount: '-1.00' });
    const id = await suggest(older, newer);
    const lease = {
      connectionId: stage.account.connectionId,
      runId: stage.parts.newId(),
      ttlMs: 60_000,
      attemptAt: null,
    };
    await acquireLease(database.sql, stage.tenant, lease);
    const before = await takeSnapshot(database.sql, stage.tenant.organizationId);
    expect(await acceptSuggestion(stage.parts, stage.tenant, id)).toMatchObject({
      refusal: { code: 'sync_in_progress' },
    });
    expect(await takeSnapshot(database.sql, stage.tenant.organizationId)).toEqual(before);
  });

  it('of two at once about one transaction takes one, and the other is overtaken', async () => {
    const [a, b, c] = await write({}, { amount: '-1.00' }, { amount: '-2.00' });
    const ids = [await suggest(a, b), await suggest(a, c)];
    const outcomes = await Promise.all(ids.map((id) => acceptSuggestion(stage.parts, stage.tenant, id)));
    expect(outcomes.map((outcome) => outcome.ok || outcome.refusal.code).sort()).toEqual(['conflict', true].sort());
    expect(await mirror()).toHaveLength(2);
  });

  it('does nothing a second time', async () => {
    const [older, newer] = await write({}, { amount: '-1.00' });
    const id = await suggest(older, newer);
    const first = await acceptSuggestion(stage.parts, stage.tenant, id);
    const before = await takeSnapshot(database.sql, stage.tenant.organizationId);
    expect(await acceptSuggestion(stage.parts, stage.tenant, id)).toEqual(first);
    expect(await takeSnapshot(database.sql, stage.tenant.organizationId)).toEqual(before);
  });
});

describe('rejecting', () => {
  it('leaves both as they are, for good', async () => {
    const [older, newer] = await write({}, { amount: '-1.00' });
    const id = await suggest(older, newer);
    expect(await rejectSuggestion(stage.parts, stage.tenant, id)).toMatchObject({
      ok: true,
      value: { status: 'rejected' },
    });
    await suggest(older, newer);
    const all =
      await database.sql`select status from suggestions where organization_id = ${stage.tenant.organizationId}`;
    expect(all).toMatchObject([{ status: 'rejected' }]);
    expect(await mirror()).toHaveLength(2);
    expect(await acceptSuggestion(stage.parts, stage.tenant, id)).toMatchObject({ refusal: { code: 'conflict' } });
  });

  it('holds for a row that was taken back and is shown again, and for no other', async () => {
    const [older, newer] = await write({}, { sourceId: 'x', amount: '-1.00' });
    await rejectSuggestion(stage.parts, stage.tenant, await suggest(older, newer));
    await database.sql`update transactions set removed_at = ${'2026-11-20T06:00:00.000Z'},
      removed_reason = 'withdrawnByBank' where id = ${newer ?? ''}`;
    const [again, another] = await write({ sourceId: 'y', amount: '-1.00' }, { sourceId: 'z', amount: '-2.00' });
    expect(await statusOf(await suggest(older, again))).toBeUndefined();
    expect(await statusOf(await suggest(older, another))).toBe('open');
  });
});

it('suggestions of others do not exist', async () => {
  const [older, newer] = await write({}, { amount: '-1.00' });
  const id = await suggest(older, newer);
  for (const other of [{ ...stage.tenant, environment: 'live' } as const, await createTenant(stage.parts)]) {
    expect(await acceptSuggestion(stage.parts, other, id)).toMatchObject({ refusal: { code: 'not_found' } });
    expect(await rejectSuggestion(stage.parts, other, id)).toMatchObject({ refusal: { code: 'not_found' } });
  }
});
