import { describe, expect, it } from 'vitest';
import type { SourceFileRow } from '../../store/files/listed-files.ts';
import { planRound } from './plan-round.ts';

const NOW_MS = Date.parse('2026-11-20T06:00:00Z');
const KEEP = { pattern: null, afterTaking: 'keep', settleSeconds: 5 } as const;

const file = (name: string, sizeBytes = 10, modifiedAtMs = 1_000) => ({ name, sizeBytes, modifiedAtMs });

function row(name: string, changes: Partial<SourceFileRow> = {}): SourceFileRow {
  return {
    name,
    sizeBytes: 10n,
    modifiedAtMs: 1_000n,
    state: 'settling',
    seenAt: '2026-11-20T05:59:50.000Z',
    sha256: null,
    syncRunId: null,
    cleared: false,
    errorCode: null,
    errorMessage: null,
    ...changes,
  };
}
const taken = { state: 'taken', sha256: 'aa' } as const;
const namesOf = (files: readonly { readonly name: string }[]) => files.map(({ name }) => name);

describe('a look at a folder', () => {
  it('lets what is new or has changed settle first', () => {
    const known = [row('grown'), row('touched', taken)];
    const listed = [file('new'), file('grown', 11), file('touched', 10, 2_000)];
    const plan = planRound(KEEP, listed, known, NOW_MS);
    expect(namesOf(plan.settling)).toEqual(['new', 'grown', 'touched']);
    expect([plan.ready, plan.waiting]).toEqual([[], 3]);
  });

  it('takes what has stayed the same for long enough, the oldest first', () => {
    const known = [row('b'), row('a', { modifiedAtMs: 500n }), row('young', { seenAt: '2026-11-20T05:59:56.000Z' })];
    const plan = planRound(KEEP, [file('b'), file('a', 10, 500), file('young')], known, NOW_MS);
    expect([namesOf(plan.ready), plan.waiting]).toEqual([['a', 'b'], 1]);
  });

  it('tries again what could not be read, and leaves alone what was taken', () => {
    const known = [row('failed', { state: 'failed', errorCode: 'permissionDenied' }), row('done', taken)];
    const plan = planRound(KEEP, [file('failed'), file('done')], known, NOW_MS);
    expect([namesOf(plan.ready), plan.toClear]).toEqual([['failed'], []]);
  });

  it('clears away what was taken, once', () => {
    const known = [row('done', taken), row('cleared', { ...taken, cleared: true })];
    const plan = planRound({ ...KEEP, afterTaking: 'delete' }, [file('done'), file('cleared')], known, NOW_MS);
    expect(namesOf(plan.toClear)).toEqual(['done']);
  });

  it('forgets what vanished before it was taken', () => {
    expect(planRound(KEEP, [], [row('gone'), row('taken', taken)], NOW_MS).vanished).toEqual(['gone']);
  });

  it('forgets what was taken and has been gone for 90 days, and never what is still there', () => {
    const old = { ...taken, seenAt: '2026-08-21T05:59:59.000Z' } as const;
    const known = [row('old', old), row('kept', old), row('young', { ...taken, seenAt: '2026-08-23T06:00:00.000Z' })];
    const plan = planRound(KEEP, [file('kept')], known, NOW_MS);
    expect([plan.vanished, plan.ready, plan.settling]).toEqual([['old'], [], []]);
  });
});
