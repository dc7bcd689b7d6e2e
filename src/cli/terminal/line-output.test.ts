import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { presentEvent } from '../client/tail.ts';
import { createLineOutput, forTerminal } from './line-output.ts';

describe('text from a bank', () => {
  it('cannot steer the terminal', () => {
    expect(forTerminal('Caf\u00e9 \u001b[2J\r\n\u009b1m \u202egnp.exe 🏦')).toBe(
      'Café \ufffd[2J\ufffd\ufffd\ufffd1m \ufffdgnp.exe 🏦',
    );
  });
});

describe('a line of output', () => {
  it('waits until the reader takes it', async () => {
    const taken: (() => void)[] = [];
    const stream = new Writable({ highWaterMark: 1, write: (_chunk, _encoding, done) => taken.push(done) });
    let written = false;
    const line = createLineOutput(stream)
      .line('one')
      .then((open) => {
        written = open;
      });
    await new Promise((resolve) => setImmediate(resolve));
    expect(written).toBe(false);
    taken[0]?.();
    await line;
    expect(written).toBe(true);
  });

  it('is the last one when the reader has gone', async () => {
    const gone = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
    const output = createLineOutput(new Writable({ write: (_chunk, _encoding, done) => done(gone) }));
    await output.line('one');
    await new Promise((resolve) => setImmediate(resolve));
    expect(await output.line('two')).toBe(false);
  });
});

describe('an event of the stream as a line', () => {
  const common = { eventId: 'evt_1', eventAt: '2026-11-20T06:02:11.482Z' };

  it('shows money, state, day and text', () => {
    const transaction = {
      id: '019a99d4-7b10-7c3a-9f21-5d0c6a1e4b77',
      connectionId: 'c',
      accountId: 'a',
      status: 'posted' as const,
      postedDate: '2026-11-19',
      amount: '-1250.00',
      currency: 'USD',
      description: 'Northwind\u001b[0m',
    };
    expect(presentEvent({ ...common, type: 'added', transaction })).toBe(
      '2026-11-20T06:02:11.482Z  added     019a99d4-7b10-7c3a-9f21-5d0c6a1e4b77        -1250.00 USD  posted   2026-11-19  Northwind\ufffd[0m',
    );
  });

  it('shows why a transaction is gone', () => {
    const removed = { transactionId: 't', accountId: 'a', connectionId: 'c', replacedByTransactionId: null };
    expect(presentEvent({ ...common, ...removed, type: 'removed', reason: 'pendingExpired' })).toBe(
      '2026-11-20T06:02:11.482Z  removed   t  pendingExpired',
    );
  });
});
