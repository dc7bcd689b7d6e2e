import type postgres from 'postgres';
import { type DriverQuery, isDriverQuery } from './driver-query.ts';

/** Properties a session replaces or adds; everything else (`json`, `array`, `typed`, …) comes from the front. */
type Overrides = Readonly<Record<string, unknown>>;

const NOT_OFFERED = ['file', 'subscribe', 'largeObject', 'prepare'];

/**
 * The template function `sql` as a session sees it: queries are made by the front (a postgres.js instance that never connects)
 * and sent by `send`. Fragments, helpers and results stay those of postgres.js.
 */
export function createSession(front: postgres.Sql, send: (query: DriverQuery) => void, overrides: Overrides): object {
  const adopt = (made: unknown): unknown => {
    if (isDriverQuery(made)) made.handler = send;
    return made;
  };
  const own: Record<string, unknown> = {
    unsafe: (...args: Parameters<postgres.Sql['unsafe']>) => adopt(front.unsafe(...args)),
    ...overrides,
  };
  for (const name of NOT_OFFERED) {
    own[name] = () => {
      throw new Error(`sql.${name} is not offered by this pool.`);
    };
  }
  const session: object = new Proxy(front, {
    apply: (target, self, args) => adopt(Reflect.apply(target, self, args)),
    get: (target, name, receiver) => {
      if (typeof name === 'string' && Object.hasOwn(own, name)) return own[name];
      return Reflect.get(target, name, receiver);
    },
  });
  own.notify = (channel: string, payload: string) => adopt(front`select pg_notify(${channel}, ${payload})`);
  return session;
}
