import { describe, expect, it } from 'vitest';
import { createLog } from './log.ts';

function capture(): { lines: string[]; log: ReturnType<typeof createLog> } {
  const lines: string[] = [];
  const log = createLog({
    level: 'info',
    name: 'test',
    destination: { write: (line: string) => void lines.push(line) },
  });
  return { lines, log };
}

describe('the log', () => {
  it('writes one JSON line with level, name, time, fields and message', () => {
    const { lines, log } = capture();
    log.child({ connectionId: 'c1' }).info({ rows: 3 }, 'page stored');
    log.debug({}, 'not at this level');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'info',
      name: 'test',
      connectionId: 'c1',
      rows: 3,
      msg: 'page stored',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
  });

  it('has each key once, whatever fields are called', () => {
    const { lines, log } = capture();
    log.child({ name: 'child' }).info({ pid: 1, level: 2, time: 3, msg: 'own' }, 'said');
    expect(lines[0]?.match(/"(?:pid|name|level|time|msg)":/g)?.sort()).toEqual(
      ['level', 'msg', 'name', 'pid', 'time'].map((name) => `"${name}":`),
    );
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      pid: process.pid,
      pid_: 1,
      name: 'test',
      name_: 'child',
      msg: 'said',
    });
  });

  it('replaces what is called a secret, at any depth our objects have, also in bindings and lists', () => {
    const { lines, log } = capture();
    const canary = 'canary-4711';
    const headers = { authorization: canary, cookie: canary, 'set-cookie': canary, 'x-api-key': canary };
    log.info(
      { password: canary, a: { secret: canary, b: { token: canary, c: { pin: canary, d: { otp: canary } } } } },
      'one',
    );
    log.warn({ request: { headers }, list: [{ apiKey: canary }], databaseUrl: canary, iban: canary }, 'two');
    log
      .child({ credentials: { user: canary } })
      .error({ err: Object.assign(new Error('x'), { config: { headers } }) }, 'three');
    log.error({ err: Object.assign(new Error('duplicate'), { detail: `Key (iban)=(${canary}) exists.` }) }, 'four');
    const deep = { x: [[{ y: { z: [{ 'Set-Cookie': canary, ACCESS_TOKEN: canary }] } }]] };
    log.error({ err: new Error('outer', { cause: Object.assign(new Error('x'), deep) }), deep }, 'five');
    expect(lines).toHaveLength(5);
    expect(lines.join('')).not.toContain(canary);
  });

  it('cuts what holds itself, and leaves dates as they are', () => {
    const { lines, log } = capture();
    const circle: Record<string, unknown> = { at: new Date(0) };
    circle.self = circle;
    log.info({ circle }, 'round');
    expect(lines[0]).toContain('[cut]');
    expect(lines[0]).toContain('"at":"1970-01-01T00:00:00.000Z"');
  });

  it('keeps message and cause of an error', () => {
    const { lines, log } = capture();
    log.error({ err: new Error('outer', { cause: new Error('inner') }) }, 'failed');
    expect(lines[0]).toContain('outer');
    expect(lines[0]).toContain('inner');
  });
});
