import { describe, expect, it } from 'vitest';
import type { Loan, LoanRequest } from '../../store/keys/rate-windows.ts';
import type { Principal } from '../parts.ts';
import type { RateVerdict } from './quota.ts';
import { createRateLimiter, type LimiterParts } from './rate-limiter.ts';

const WINDOW_SECONDS = 10;
const WINDOW_MS = WINDOW_SECONDS * 1_000;
const principalOf = (keyId: string) =>
  ({
    organizationId: 'o1',
    environment: 'test',
    caller: { kind: 'key', id: keyId, label: keyId },
    scopes: new Set(),
  }) satisfies Principal;

/** A counter as the database keeps it, on a clock that the test moves. `latency` says how long a loan is under way there and back. */
function createCounter(options: { readonly latencyMs?: () => number } = {}) {
  let nowMs = 1_234;
  const due: { atMs: number; act(): void }[] = [];
  const rows = new Map<string, { window: number; taken: number }>();
  let statements = 0;
  let broken: Error | null = null;
  const lendNow = (name: string, request: LoanRequest): Loan => {
    const quota = request.defaultPerSecond * WINDOW_SECONDS;
    const window = Math.floor((nowMs + request.offsetMs) / WINDOW_MS);
    const remainingMs = (window + 1) * WINDOW_MS - nowMs - request.offsetMs;
    if (quota === 0) return { quota: null, lent: 0, left: 0, remainingMs };
    const row = rows.get(name);
    const taken = row?.window === window ? row.taken : 0;
    const left = quota - taken;
    const lent = Math.min(left, Math.max(request.needed, Math.min(request.wanted, Math.floor(left / 8))));
    rows.set(name, { window, taken: taken + lent });
    return { quota, lent, left: left - lent, remainingMs };
  };
  const wait = (ms: number) => new Promise<void>((resolve) => due.push({ atMs: nowMs + ms, act: resolve }));
  const parts: LimiterParts = {
    monotonicMs: () => nowMs,
    lend: async ({ keyId }, request) => {
      statements += 1;
      if (broken !== null) throw broken;
      const latencyMs = options.latencyMs?.();
      if (latencyMs === undefined) return lendNow(keyId ?? '', request);
      await wait(latencyMs);
      const loan = lendNow(keyId ?? '', request);
      await wait(latencyMs);
      return loan;
    },
  };
  return {
    parts,
    statements: () => statements,
    breakWith: (error: Error | null) => {
      broken = error;
    },
    windowOf: (name: string) => Math.floor((nowMs + offsetOf(name)) / WINDOW_MS),
    /** Moves the clock and lets everything happen that falls due. */
    move: async (ms: number) => {
      const untilMs = nowMs + ms;
      for (;;) {
        due.sort((a, b) => a.atMs - b.atMs);
        const next = due[0];
        if (next === undefined || next.atMs > untilMs) break;
        due.shift();
        nowMs = next.atMs;
        next.act();
        for (let turn = 0; turn < 12; turn += 1) await null;
      }
      nowMs = untilMs;
    },
  };
}

/** The offset is of no interest to most tests: it only has to be the same wherever a window is named. */
function offsetOf(keyId: string): number {
  let hash = 0;
  for (const character of `o1 ${keyId}`) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) >>> 0;
  return hash % WINDOW_MS;
}

/** mulberry32, from a fixed seed. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const settings = { perKey: 100, perOrganization: 0, windowSeconds: WINDOW_SECONDS };

describe('the limiter of one process', () => {
  it('lets one client use the whole quota, exactly, and few statements', async () => {
    const counter = createCounter();
    const count = createRateLimiter(settings, counter.parts);
    let passed = 0;
    for (let sent = 0; sent < 1_500; sent += 1) {
      const verdict = await count(principalOf('k'));
      if (verdict.refusedBy === null) passed += 1;
    }
    expect(passed).toBe(1_000);
    expect(counter.statements()).toBeLessThan(120);
  });

  it('answers without the database once it has borrowed, and says what is left', async () => {
    const counter = createCounter();
    const count = createRateLimiter({ ...settings, perKey: 10_000 }, counter.parts);
    await count(principalOf('k'));
    const verdict = count(principalOf('k'));
    expect(verdict).not.toBeInstanceOf(Promise);
    expect(verdict).toMatchObject({
      refusedBy: null,
      quotas: [{ name: 'default', quota: 100_000, remaining: 99_998, windowSeconds: 10 }],
    });
  });

  it('refuses without the database until the window ends, then lets requests pass again', async () => {
    const counter = createCounter();
    const count = createRateLimiter({ ...settings, perKey: 1 }, counter.parts);
    for (let sent = 0; sent < 10; sent += 1) expect((await count(principalOf('k'))).refusedBy).toBeNull();
    const statements = counter.statements();
    const refused = count(principalOf('k')) as RateVerdict; // no promise, which the next line would find
    expect(refused.refusedBy).toMatchObject({ name: 'default', quota: 10, remaining: 0 });
    expect(counter.statements()).toBe(statements);
    await counter.move(Math.ceil((refused.refusedBy?.resetSeconds ?? 0) * 1_000));
    expect((await count(principalOf('k'))).refusedBy).toBeNull();
  });

  it('holds all keys of an organization to its limit, and takes nothing from a key for what that refuses', async () => {
    const counter = createCounter();
    const count = createRateLimiter({ ...settings, perKey: 2, perOrganization: 1 }, counter.parts);
    for (let sent = 0; sent < 10; sent += 1)
      expect((await count(principalOf(sent % 2 === 0 ? 'a' : 'b'))).refusedBy).toBeNull();
    const refused = await count(principalOf('a'));
    expect(refused.refusedBy?.name).toBe('organization');
    expect(refused.quotas.map(({ name, remaining }) => [name, remaining])).toEqual([
      ['default', 15],
      ['organization', 0],
    ]);
  });

  it('holds a Connect link to a pace of its own, without the database, and gives it the whole quota again', async () => {
    const counter = createCounter();
    const count = createRateLimiter(settings, counter.parts);
    const caller = { kind: 'connect', id: 'session', label: 'Connect link' } as const;
    const link = { ...principalOf('session'), caller };
    for (let sent = 0; sent < 100; sent += 1) expect((await count(link)).refusedBy).toBeNull();
    expect((await count(link)).refusedBy).toMatchObject({ name: 'default', quota: 100, remaining: 0 });
    expect((await count({ ...link, caller: { ...caller, id: 'other' } })).refusedBy).toBeNull();
    await counter.move(WINDOW_MS);
    expect((await count(link)).refusedBy).toBeNull();
  });

  it('limits nothing and sends no headers where both limits are off', async () => {
    const counter = createCounter();
    const count = createRateLimiter({ ...settings, perKey: 0 }, counter.parts);
    for (let sent = 0; sent < 50; sent += 1)
      expect(await count(principalOf('k'))).toEqual({ refusedBy: null, quotas: [] });
    expect(counter.statements()).toBe(2);
  });

  it('fails with what failed in the database, and works again when that does', async () => {
    const counter = createCounter();
    const count = createRateLimiter(settings, counter.parts);
    const gone = new Error('gone');
    counter.breakWith(gone);
    await expect(count(principalOf('k'))).rejects.toBe(gone);
    counter.breakWith(null);
    expect((await count(principalOf('k'))).refusedBy).toBeNull();
  });
});

it('counts a person who acts for themselves alone by themselves', async () => {
  const counter = createCounter();
  const count = createRateLimiter(settings, counter.parts);
  const self = { organizationId: null, caller: { kind: 'member', id: 'p' } } as const;
  const most = 10 * settings.windowSeconds;
  for (let sent = 0; sent < most; sent += 1) expect((await count(self)).refusedBy).toBeNull();
  expect((await count(self)).refusedBy).toMatchObject({ name: 'person', quota: most, remaining: 0 });
  expect((await count({ ...self, caller: { kind: 'member', id: 'q' } })).refusedBy).toBeNull();
  expect(counter.statements()).toBe(0);
});

describe('the limiters of several processes', () => {
  it('never let more pass in a window of the database than its quota, and nearly all of it', async () => {
    const random = createRandom(7);
    const counter = createCounter({ latencyMs: () => Math.floor(random() * 40) });
    const processes = Array.from({ length: 4 }, () => createRateLimiter(settings, counter.parts));
    const passed = new Map<number, number>();
    const open = new Set<Promise<void>>();
    for (let ms = 0; ms < 6 * WINDOW_MS; ms += 4) {
      const count = processes[Math.floor(random() * random() * processes.length)];
      if (count === undefined) throw new Error('there is no such process');
      // A request belongs to the window in which it came: a loan it had to wait for may be of the next one.
      const verdict = count(principalOf('k'));
      if (!(verdict instanceof Promise)) note(passed, counter.windowOf('k'), verdict);
      else {
        const noted = verdict.then((later) => note(passed, counter.windowOf('k'), later));
        open.add(noted.finally(() => open.delete(noted)));
      }
      await counter.move(4);
    }
    await counter.move(1_000);
    const windows = [...passed.entries()].sort(([a], [b]) => a - b).map(([, count]) => count);
    // Those that waited for a loan over the end of a window are counted in the later one.
    for (const count of windows) expect(count).toBeLessThanOrEqual(1_000 + processes.length);
    for (const count of windows.slice(1, -1)) expect(count).toBeGreaterThan(900);
  });
});

function note(passed: Map<number, number>, window: number, { refusedBy }: RateVerdict): void {
  if (refusedBy === null) passed.set(window, (passed.get(window) ?? 0) + 1);
}
