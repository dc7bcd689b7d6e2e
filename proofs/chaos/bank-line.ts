import { request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BankId } from '../../test/support/banks/portal-connection.ts';

/** A request to a portal: `GET /accounts` for `/harbor/portal/accounts`. */
export interface PortalRequest {
  readonly bank: BankId;
  readonly line: string;
}

/** What the line does to a bank: passes everything, cuts each connection, answers with a fault, or cuts each answer in its middle. */
export type LineState = 'open' | 'reset' | 'failing' | 'cutting';

/** The way from the workers to the banks. It sees each request before the bank does, and can spoil it. */
export interface BankLine {
  readonly url: string;
  /** Does something when that request comes for the nth time, before it goes on. Resolves when that has been done. */
  strike(bank: BankId, moment: RegExp, nth: number, action: () => Promise<void>): Promise<void>;
  /** Whether a strike has not come yet. */
  isArmed(bank: BankId): boolean;
  /** Forgets a strike that has not come. */
  forget(bank: BankId): void;
  set(bank: BankId, state: LineState): void;
  /** Everything that was asked of a bank, in order. */
  requests(bank: BankId): readonly string[];
  close(): Promise<void>;
}

interface Armed {
  readonly moment: RegExp;
  left: number;
  readonly action: () => Promise<void>;
  readonly done: PromiseWithResolvers<void>;
}

/** Listens on a free port of this machine. `target` tells where the banks answer just now. */
export async function openBankLine(target: () => string): Promise<BankLine> {
  const states = new Map<BankId, LineState>();
  const armed = new Map<BankId, Armed>();
  const seen = new Map<BankId, string[]>();
  const requestsOf = (bank: BankId) => {
    const requests = seen.get(bank) ?? [];
    seen.set(bank, requests);
    return requests;
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Read before anything is held: the client may be killed while its request waits.
    const body = await readBody(request);
    const met = readPortalRequest(request);
    if (met !== null) {
      requestsOf(met.bank).push(met.line);
      const strike = armed.get(met.bank);
      if (strike?.moment.test(met.line) === true) {
        strike.left -= 1;
        if (strike.left === 0) {
          armed.delete(met.bank);
          await strike.action().then(strike.done.resolve, strike.done.reject);
        }
      }
    }
    pass(request, response, { body, url: target(), state: met === null ? 'open' : (states.get(met.bank) ?? 'open') });
  }

  // Longer than a client is idle: a connection that is ended just when the next request goes out would break it.
  const server = createServer({ keepAliveTimeout: 75_000 }, (request, response) => {
    // A client that is gone has nobody left to be told.
    serve(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // It listens on TCP.
  return {
    url: `http://127.0.0.1:${port}`,
    strike: (bank, moment, nth, action) => {
      const done = Promise.withResolvers<void>();
      armed.set(bank, { moment, left: nth, action, done });
      return done.promise;
    },
    isArmed: (bank) => armed.has(bank),
    forget: (bank) => {
      armed.delete(bank);
    },
    set: (bank, state) => {
      states.set(bank, state);
    },
    requests: requestsOf,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function readPortalRequest({ method, url = '' }: IncomingMessage): PortalRequest | null {
  const [, bank, path] = /^\/(harbor|ridgeline|linden)\/portal(\/.*)$/.exec(url) ?? [];
  // The expression knows the three banks only.
  return bank === undefined ? null : { bank: bank as BankId, line: `${method} ${path}` };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function pass(
  { method, url, headers, socket }: IncomingMessage,
  response: ServerResponse,
  to: { readonly body: Buffer; readonly url: string; readonly state: LineState },
): void {
  if (to.state === 'reset') {
    socket.resetAndDestroy();
    return;
  }
  if (to.state === 'failing') {
    response.writeHead(503, { 'content-type': 'text/html' }).end('<!doctype html><title>503</title><p>Out of order.');
    return;
  }
  const onward = ask(new URL(url ?? '/', to.url), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    if (to.state === 'open') {
      answer.pipe(response);
      answer.once('error', () => socket.destroy());
      return;
    }
    // The half that is there reaches the browser: a reset would take it back.
    answer.once('data', (chunk: Buffer) => {
      response.write(chunk.subarray(0, Math.floor(chunk.length / 2)), () => socket.end());
      answer.destroy();
    });
    answer.once('end', () => socket.end());
  });
  // The bank is dead, or dies with the answer on its lips.
  onward.once('error', () => socket.destroy());
  onward.end(to.body);
}
