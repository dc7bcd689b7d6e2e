import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askNameServers } from './ask-name-servers.ts';
import { describeFailure } from './describe-failure.ts';
import { startNameServer, type TestNameServer } from './testing/name-server.ts';

let names: TestNameServer;

beforeAll(async () => {
  names = await startNameServer({
    'both.example': ['8.8.8.8', '9.9.9.9', '2606:4700::1111'],
    'new.example': ['2606:4700::1111'],
    'empty.example': [],
    'silent.example': null,
  });
});
afterAll(() => names.close());

const ask = (name: string) => askNameServers(name, { servers: [names.server], timeoutMs: 30_000 });
/** For those that are not answered. */
const askBriefly = (name: string) => askNameServers(name, { servers: [names.server], timeoutMs: 20 });

describe('a name', () => {
  it('has the addresses of both families', async () => {
    expect([...(await ask('both.example'))].sort()).toEqual(['2606:4700::1111', '8.8.8.8', '9.9.9.9']);
    expect(await ask('new.example')).toEqual(['2606:4700::1111']);
  });

  it.each(['localhost', 'LOCALHOST.', 'hooks.localhost'])('of this machine is asked of nobody: %s', async (name) => {
    expect(await ask(name)).toEqual(['127.0.0.1', '::1']);
  });

  it.each([
    ['no.example', 'ENOTFOUND'],
    ['empty.example', 'ENODATA'],
    ['silent.example', 'ETIMEOUT'],
  ])('without an answer is unresolved: %s', async (name, code) => {
    const error = await (code === 'ETIMEOUT' ? askBriefly : ask)(name).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code });
    expect(describeFailure(error)).toEqual({
      code: 'unresolved',
      message: `The host name cannot be resolved (${code}).`,
    });
  });

  it('of a name server that is not there is unresolved, and nothing else was refused', async () => {
    const gone = await startNameServer({});
    await gone.close();
    const error = await askNameServers('a.example', { servers: [gone.server], timeoutMs: 20 }).catch((cause) => cause);
    expect(describeFailure(error)).toMatchObject({ code: 'unresolved' });
  });

  it('that is not answered for stops no other, however many there are', async () => {
    const waiting = Array.from({ length: 50 }, () => askBriefly('silent.example').catch(() => null));
    expect(await ask('new.example')).toHaveLength(1);
    await Promise.all(waiting);
  });
});
