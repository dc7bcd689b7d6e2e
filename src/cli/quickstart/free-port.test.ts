import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CommandRefused } from '../outcome.ts';
import { chooseApiPort } from './free-port.ts';

const HOST = '127.0.0.1';
let other: Server;
let taken: number;

beforeAll(async () => {
  other = createServer().listen(0, HOST);
  await once(other, 'listening');
  const address = other.address();
  taken = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(() => {
  other.close();
});

it('a taken port of the settings is replaced, and why is said', async () => {
  const { port, note } = await chooseApiPort({ host: HOST, port: taken }, { CAUSEWAY_PORT: ' ' });
  expect([0, taken]).not.toContain(port);
  expect(note).toBe(
    `Port ${taken} of ${HOST} is not free, so the API listens on port ${port}. CAUSEWAY_PORT chooses another.`,
  );
});

it('a taken port that somebody asked for is not replaced, and the fix is said', async () => {
  const asked = chooseApiPort({ host: HOST, port: taken }, { CAUSEWAY_PORT: String(taken) });
  await expect(asked).rejects.toThrow(CommandRefused);
  await expect(asked).rejects.toThrow(/Fix: end the program that listens there, or set CAUSEWAY_PORT to another port/);
});

it('port 0 asks for any port, and nothing needs to be said of it', async () => {
  const { port, note } = await chooseApiPort({ host: HOST, port: 0 }, { CAUSEWAY_PORT: '0' });
  expect([port > 0, note]).toEqual([true, null]);
});
