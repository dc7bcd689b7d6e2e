import { describe, expect, it } from 'vitest';
import { createRow, november } from '../../test/support/banks/rows.ts';
import { createObservation, createSourceAccount } from '../../test/support/banks/scripted-bank.ts';
import { takeSnapshot } from '../../test/support/database/snapshot.ts';
import { stageDatabase } from '../../test/support/database/stages.ts';
import { createActiveConnection } from '../../test/support/records/ledger.ts';
import { listEvents } from '../../test/support/records/list-events.ts';
import { putCredentials } from '../commands/connections/put-credentials.ts';
import { queueDueSyncs } from '../commands/connections/queue-due-syncs.ts';
import { faultOf } from '../domain/connection/connection-fault.ts';
import { listAccountsOfConnection } from '../store/accounts/accounts.ts';
import { listDailyBalances } from '../store/accounts/balances.ts';
import { findSyncRun } from '../store/connections/sync-runs.ts';
import type { IngestParts } from './parts.ts';
import { runConnection } from './run-connection.ts';
import { AT, CHECKING, SAVINGS, stageRun } from './testing/run-stage.ts';

const NEVER = new AbortController().signal;

const database = stageDatabase();
const stage = stageRun(database);
const { show, connection, queue, run, sync, stream } = stage;

async function eventTypes(): Promise<string[]> {
  return (await listEvents(database.sql, stage.tenant)).map(({ type }) => type);
}

describe('a first run', () => {
  it('stores accounts, rows, balances, evidence, its result and its events', async () => {
    show(
      [
        { sourceId: 'A', amount: '-5.00', location: 'row 1' },
        { sourceId: 'B', amount: '105.00', postedDate: november(3) },
      ],
      [
        { date: november(1), statedAs: 'closing', amount: '0.00' },
        { date: november(3), statedAs: 'closing', amount: '100.00' },
      ],
    );
    const { id, end, run: ended } = await sync();
    expect(end).toBe('committed');
    const [account] = await listAccountsOfConnection(database.sql, stage.tenant, stage.connectionId);
    const accountId = account?.id;
    expect(account).toMatchObject({
      name: 'Operating',
      proofState: 'proven',
      provenThrough: november(3),
      readThrough: november(21),
    });
    expect(ended).toMatchObject({
      status: 'succeeded',
      outcome: 'changed',
      startedAt: AT,
      finishedAt: AT,
      windowStart: '2026-08-22',
      windowEnd: '2026-11-21',
      added: 2,
      modified: 0,
      removed: 0,
      error: null,
      perAccount: [{ accountId, status: 'succeeded', outcome: 'changed', complete: true, balanceProof: 'proven' }],
    });
    expect((await stream()).rows.map(({ body }) => JSON.parse(body))).toMatchObject([
      { accountId, connectionId: stage.connectionId, amount: '-5.00', updatedAt: AT },
      { accountId, amount: '105.00', postedDate: november(3) },
    ]);
    const evidence = await stage.evidence(id);
    expect(evidence).toMatchObject([{ connectionId: stage.connectionId, kind: 'api', sizeBytes: 10n }]);
    const revisions = await database.sql`select evidence_id, evidence_location, sync_run_id from transaction_revisions
      where organization_id = ${stage.tenant.organizationId} order by transaction_id`;
    expect(revisions[0]).toEqual({ evidenceId: evidence[0]?.id, evidenceLocation: 'row 1', syncRunId: id });
    const filter = { entityId: null, connectionId: null, accountId: null, dateGte: null, dateLt: null };
    const days = await listDailyBalances(database.sql, stage.tenant, filter, { limit: 9, after: null });
    expect(days.map(({ date, ledgerBalance, source }) => [date, ledgerBalance, source])).toEqual([
      [november(3), '100.00', 'bankProvided'],
      [november(2), '-5.00', 'derived'],
      [november(1), '0.00', 'bankProvided'],
    ]);
    expect(await eventTypes()).toEqual(['account.created', 'transactions.sync_available']);
    expect(await connection()).toMatchObject({
      status: 'active',
      leaseRunId: null,
      lastAttemptAt: AT,
      lastSuccessAt: AT,
      dataAsOf: AT,
      nextSyncAt: '2026-11-20T07:00:00.000Z',
    });
    expect([stage.bank.opened, stage.bank.closed]).toEqual([1, 1]);
  });

  it('asks for the whole history, later ones for what can have changed', async () => {
    const windows: unknown[] = [];
    show([]);
    const { observe } = stage.bank;
    stage.bank.observe = (source, window) => {
      windows.push(window);
      return observe(source, window);
    };
    await sync();
    await sync();
    expect(windows).toEqual([
      { from: '2026-08-22', to: '2026-11-21' },
      { from: '2026-11-15', to: '2026-11-21' },
    ]);
  });
});

describe('a run that finds nothing new', () => {
  it('writes nothing that a client could see', async () => {
    const rows = [{ sourceId: 'A' }, { sourceId: 'B' }, {}, {}, { sourceId: 'R' }, { sourceId: 'R' }];
    show(rows, [{ date: november(1), statedAs: 'closing', amount: '0.00' }]);
    await sync();
    const seen = [
      'transactions',
      'transaction_aliases',
      'transaction_revisions',
      'daily_balances',
      'stream_heads',
      'events',
    ];
    const before = await takeSnapshot(database.sql, stage.tenant.organizationId);
    stage.commands.clock.nowMs += 3_600_000;
    show([...rows].reverse(), [{ date: november(1), statedAs: 'closing', amount: '0.000' }]);
    const { run: ended } = await sync();
    expect(ended).toMatchObject({ status: 'succeeded', outcome: 'unchanged', added: 0, modified: 0, removed: 0 });
    const after = await takeSnapshot(database.sql, stage.tenant.organizationId);
    for (const table of seen) expect(after[table], table).toBe(before[table]);
  });
});

describe('a run that finds changes', () => {
  it('keeps a transaction from pending to posted, and lets go of one that expired', async () => {
    const pending = { status: 'pending', postedDate: null, pendingDate: november(19) } as const;
    show([
      { sourceId: 'A', ...pending },
      { sourceId: 'B', ...pending },
    ]);
    await sync();
    const { rows, head } = await stream();
    show([{ sourceId: 'A', postedDate: november(20), amount: '-6.00' }]);
    const { run: ended } = await sync();
    expect(ended).toMatchObject({ outcome: 'changed', added: 0, modified: 1, removed: 1 });
    const changes = await stream(head);
    expect(changes.rows.map(({ id, removedReason }) => [id, removedReason])).toEqual([
      [rows[0]?.id, null],
      [rows[1]?.id, 'pendingExpired'],
    ]);
    expect(JSON.parse(changes.rows[0]?.body ?? '')).toMatchObject({ status: 'posted', amount: '-6.00' });
  });

  it('believes that a posted row is gone when a second run agrees', async () => {
    const recent = { postedDate: november(18) };
    show([{ sourceId: 'A', ...recent }]);
    await sync();
    show([]);
    expect((await sync()).run).toMatchObject({ outcome: 'unchanged' });
    expect((await sync()).run).toMatchObject({ outcome: 'changed', removed: 1 });
    expect((await stream()).rows).toMatchObject([{ removedReason: 'withdrawnByBank' }]);
    // Shown once more it is a new transaction, and known by its id from then on.
    show([{ sourceId: 'A', ...recent }]);
    expect((await sync()).run).toMatchObject({ added: 1 });
    show([{ sourceId: 'A', ...recent, amount: '-7.00' }]);
    expect((await sync()).run).toMatchObject({ added: 0, modified: 1, removed: 0 });
  });

  it('tells when rows and stated balances stop adding up', async () => {
    const stated = (amount: string) => [
      { date: november(1), statedAs: 'closing', amount: '0.00' } as const,
      { date: november(2), statedAs: 'closing', amount } as const,
    ];
    show([{ sourceId: 'A' }], stated('-5.00'));
    await sync();
    show([{ sourceId: 'A' }], stated('-6.00'));
    const { run: ended } = await sync();
    expect(ended?.perAccount).toMatchObject([{ balanceProof: 'broken' }]);
    const [account] = await listAccountsOfConnection(database.sql, stage.tenant, stage.connectionId);
    expect(account).toMatchObject({ proofState: 'broken', brokenFrom: november(2), difference: '-1.00' });
  });

  it('tells of accounts that changed, and of nothing when only the time of a balance moved', async () => {
    show([]);
    await sync();
    const renamed = createSourceAccount(CHECKING.accountNumber, { name: 'Main' });
    const balance = (asOf: string) => ({ ledger: '5.0', available: null, asOf });
    const say = (asOf: string) => {
      stage.bank.accounts = [renamed];
      stage.bank.observe = (source, window) => ({
        observation: createObservation(source, window, { currentBalances: balance(asOf) }),
        evidenceId: null,
        fault: null,
      });
    };
    say('2026-11-20T05:00:00.000Z');
    await sync();
    say('2026-11-20T05:30:00.000Z');
    await sync();
    const events = await listEvents(database.sql, stage.tenant);
    expect(events.map(({ type, data }) => [type, data.changedFields])).toEqual([
      ['account.created', undefined],
      ['account.updated', ['name', 'currentBalance']],
    ]);
  });
});

describe('a run that meets a fault', () => {
  it.each([
    ['credentials_rejected', 'reauthRequired', null],
    ['portal_unavailable', 'errored', '2026-11-20T06:05:00.000Z'],
  ] as const)('%s at the door: the connection is %s, next at %s', async (code, status, nextSyncAt) => {
    stage.bank.openFault = faultOf(code);
    const { run: ended } = await sync();
    expect(ended).toMatchObject({ status: 'failed', outcome: null, error: { code }, perAccount: [] });
    expect(await connection()).toMatchObject({
      status,
      errorCode: code,
      nextSyncAt,
      consecutiveFailures: 1,
      leaseRunId: null,
      lastSuccessAt: null,
    });
    expect(await eventTypes()).toEqual(['connection.status_changed']);
    stage.bank.openFault = null;
  });

  it('is told where the bank shows the user no account, instead of looking as if all were well', async () => {
    stage.bank.accounts = [];
    expect((await sync()).run).toMatchObject({
      status: 'failed',
      error: { code: 'delegated_user_missing_permission' },
    });
    expect(await connection()).toMatchObject({ errorCode: 'delegated_user_missing_permission' });
  });

  it('waits longer after each failure, and not at all after a success', async () => {
    stage.bank.accounts = [CHECKING];
    stage.bank.observe = (source, window) => ({
      observation: createObservation(source, window, {}),
      evidenceId: null,
      fault: null,
    });
    stage.bank.openFault = faultOf('bank_maintenance');
    await sync();
    await sync();
    expect(await connection()).toMatchObject({ consecutiveFailures: 2, nextSyncAt: '2026-11-20T06:10:00.000Z' });
    stage.bank.openFault = null;
    await sync();
    expect(await connection()).toMatchObject({ status: 'active', errorCode: null, consecutiveFailures: 0 });
  });

  it('half way: what was read counts, the rest is skipped, nothing is taken as gone', async () => {
    stage.bank.accounts = [CHECKING, SAVINGS];
    stage.bank.observe = (source, window) => ({
      observation: createObservation(source, window, { rows: [createRow({ sourceId: source.accountNumber })] }),
      evidenceId: null,
      fault: null,
    });
    await sync();
    stage.bank.observe = (source, window) => ({
      observation: createObservation(source, window, { coverage: { ...window, complete: false, proves: ['posted'] } }),
      evidenceId: null,
      fault: faultOf('portal_unavailable'),
    });
    const { run: ended } = await sync();
    expect(ended).toMatchObject({
      status: 'partial',
      removed: 0,
      perAccount: [
        { status: 'partial', complete: false, error: { code: 'portal_unavailable' } },
        { status: 'skipped', outcome: null, error: null },
      ],
    });
    expect(await connection()).toMatchObject({ status: 'errored', consecutiveFailures: 1 });
    expect([stage.bank.opened, stage.bank.closed]).toEqual([2, 2]);
  });

  it('of one account only: the others are read', async () => {
    stage.bank.accounts = [CHECKING, SAVINGS];
    const noRight = faultOf('delegated_user_missing_permission');
    stage.bank.observe = (source, window) =>
      source === CHECKING
        ? { observation: null, evidenceId: null, fault: noRight }
        : { observation: createObservation(source, window, { rows: [createRow()] }), evidenceId: null, fault: null };
    const { run: ended } = await sync();
    expect(ended).toMatchObject({ status: 'partial', added: 1, error: noRight });
    expect(await connection()).toMatchObject({ status: 'active', errorCode: null });
  });

  it('two accounts under one number: nothing is read, because rows could not be kept apart', async () => {
    stage.bank.accounts = [createSourceAccount('****1234'), createSourceAccount('xx 1234'.slice(3))];
    const { run: ended } = await sync();
    expect(ended).toMatchObject({ status: 'failed', error: { code: 'portal_changed' } });
    expect(await listAccountsOfConnection(database.sql, stage.tenant, stage.connectionId)).toEqual([]);
  });

  it('inside itself ends as internal, whatever was thrown', async () => {
    show([{ amount: 'twelve' }]);
    const { end, run: ended } = await sync();
    expect(end).toBe('committed');
    expect(ended).toMatchObject({ status: 'failed', error: { code: 'internal' } });
    expect(await connection()).toMatchObject({ status: 'errored', leaseRunId: null });
    expect([stage.bank.opened, stage.bank.closed]).toEqual([1, 1]);
  });

  it('of data that the database refuses ends as internal and leaves nothing half written', async () => {
    show([{ sourceId: 'A' }]);
    stage.bank.accounts = [createSourceAccount('0001234410', { name: 'A\u0000B' })];
    const { end, run: ended } = await sync();
    expect(end).toBe('committed');
    expect(ended).toMatchObject({ status: 'failed', error: { code: 'internal' }, added: 0 });
    expect(await stream()).toEqual({ head: 0n, rows: [] });
    expect(await connection()).toMatchObject({
      status: 'errored',
      leaseRunId: null,
      nextSyncAt: '2026-11-20T06:05:00.000Z',
    });
  });

  it.each(['57014', '42501', '54000'])('of a database that breaks off with %s ends as internal', async (code) => {
    show([{ sourceId: 'A' }]);
    await database.sql.unsafe(`
      create function refuse() returns trigger language plpgsql as
        $$ begin raise exception 'refused' using errcode = '${code}'; end $$;
      create trigger refuse before insert on transactions for each row execute function refuse()`);
    try {
      const { end, run: ended } = await sync();
      expect([end, ended?.status, ended?.error?.code]).toEqual(['committed', 'failed', 'internal']);
    } finally {
      await database.sql.unsafe('drop function refuse cascade');
    }
    expect(await connection()).toMatchObject({ consecutiveFailures: 1, leaseRunId: null });
    expect(stage.bank.opened).toBe(1);
  });

  it('of a bank without a connector waits for one', async () => {
    stage.connectionId = await createActiveConnection(stage.commands, stage.tenant, 'bare-bank');
    expect((await sync()).run).toMatchObject({ status: 'failed', error: { code: 'no_connector' } });
    expect(await connection()).toMatchObject({
      status: 'active',
      errorCode: 'no_connector',
      nextSyncAt: expect.any(String),
    });
  });

  it('of a bank whose definition names a recipe that is not there waits for it, and begins no session', async () => {
    stage.bank.gap = { field: 'connector.settings.recipe', value: 'later-bank', mustBe: 'one of other-bank' };
    expect((await sync()).run).toMatchObject({ status: 'failed', error: { code: 'no_connector' } });
    expect(await connection()).toMatchObject({ status: 'active', errorCode: 'no_connector' });
    expect(stage.bank.opened).toBe(0);
  });
});

describe('a login that is stored while the old one is being refused', () => {
  it('is tried at once, and once only', async () => {
    stage.bank.openFault = faultOf('credentials_rejected');
    const { openFault } = stage.bank;
    const connector = stage.parts.findConnector('test');
    if (connector === null) throw new Error('no connector');
    const slow: IngestParts = {
      ...stage.parts,
      findConnector: () => ({
        ...connector,
        open: async () => {
          stage.commands.clock.nowMs += 1_000;
          await putCredentials(stage.commands, stage.tenant, stage.connectionId, {
            bankUsername: 'cwabc',
            password: 'new',
          });
          return { ok: false, fault: openFault };
        },
      }),
    };
    await runConnection(slow, stage.tenant, { connectionId: stage.connectionId, syncRunId: await queue() }, NEVER);
    expect(await connection()).toMatchObject({ status: 'reauthRequired', credentialsUntried: true });
    const [second] = await queueDueSyncs(stage.commands, stage.tenant.organizationId);
    expect(await run(second ?? '')).toBe('committed');
    expect(await connection()).toMatchObject({ status: 'reauthRequired', credentialsUntried: false, nextSyncAt: null });
    const third = await queue();
    expect(await run(third)).toBe('over');
    expect(await findSyncRun(database.sql, stage.tenant, stage.connectionId, third)).toMatchObject({
      status: 'failed',
      startedAt: null,
    });
  });
});

describe('a first activation', () => {
  it('makes the connection ready', async () => {
    show([{ sourceId: 'A' }]);
    await database.sql`update connections set kind = 'setup', status = 'pendingActivation' where id = ${stage.connectionId}`;
    await sync();
    expect(await connection()).toMatchObject({ kind: 'ready', status: 'active' });
    expect(await eventTypes()).toEqual(['connection.status_changed', 'account.created', 'transactions.sync_available']);
  });

  it('that is refused goes back to the draft, and to the one who can help', async () => {
    stage.bank.openFault = faultOf('credentials_rejected');
    await database.sql`update connections set kind = 'setup', status = 'pendingActivation' where id = ${stage.connectionId}`;
    await sync();
    expect(await connection()).toMatchObject({ kind: 'setup', status: 'draft', setupFailed: true, nextSyncAt: null });
  });
});
