import type { ShownAccount } from '@causeway/bank-simulator';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Fields, textRules } from '../fields.ts';
import { refuse, refuseFields } from '../refusal.ts';
import {
  isDoorScenario,
  type PlayedSandboxScenario,
  playSandboxScenario,
  type SandboxScenario,
  sandboxScenarios,
} from '../sandbox-scenario.ts';
import { readVirtualTime } from '../virtual-time.ts';
import type { BankParts } from './bank-parts.ts';
import { guardControl } from './control-guard.ts';

const MAX_COUNT = 500;
/** Requests whose repeats are told from new ones. */
const MAX_REMEMBERED = 1_000;

/** The way in which a platform's sandbox steers this bank. It answers on loopback only. */
export function registerSandboxControlRoutes(app: FastifyInstance, parts: BankParts): void {
  guardControl(app);
  const once = createOncePlayed();
  app.post('/scenarios', (request, reply) => playScenario(request, reply, { ...parts, once }));
}

/** Plays what comes under one `Idempotency-Key` once, as long as the bank runs. */
function createOncePlayed() {
  const played = new Map<string, Promise<PlayedSandboxScenario>>();
  return (name: string | undefined, play: () => Promise<PlayedSandboxScenario>): Promise<PlayedSandboxScenario> => {
    if (name === undefined) return play();
    const before = played.get(name);
    if (before !== undefined) return before;
    const now = play();
    played.set(name, now);
    // What failed was not played.
    now.catch(() => played.delete(name));
    const [oldest] = played.keys();
    if (played.size > MAX_REMEMBERED && oldest !== undefined) played.delete(oldest);
    return now;
  };
}

type ControlParts = BankParts & { readonly once: ReturnType<typeof createOncePlayed> };

/**
 * Plays a scenario for one delegated user: `{ companyId, username, scenario, accountNumber?, currency?, count? }`.
 * Accounts are named as the bank prints them, by number and currency.
 */
async function playScenario(request: FastifyRequest, reply: FastifyReply, parts: ControlParts): Promise<FastifyReply> {
  const { users, instances, personality, once } = parts;
  const fields = new Fields(request.body);
  const companyId = fields.text('companyId', textRules.companyId);
  const username = fields.text('username', textRules.username);
  const kind = fields.choice('scenario', sandboxScenarios);
  const number = fields.optionalText('accountNumber', textRules.accountNumber);
  const currency = fields.optionalText('currency', textRules.currency);
  const count = fields.count('count', { max: MAX_COUNT, fallback: 1 });
  if (kind === null || fields.errors.length > 0) return refuseFields(reply, fields.errors);

  const user = users.find({ bankId: personality.id, companyId, username });
  if (user === null) {
    const message = 'The company has no delegated user of this name; its owner creates it first.';
    return refuse(reply, 404, { code: 'user_not_found', message });
  }
  const virtualTime = readVirtualTime(request.headers, user);
  if (!virtualTime.ok) return refuse(reply, 400, { code: 'virtual_time_invalid', message: virtualTime.message });
  const { virtualMs } = virtualTime;
  const play = (accountId?: string) =>
    once(nameOf(request), () =>
      playSandboxScenario(parts, user, { kind, count, virtualMs, ...(accountId === undefined ? {} : { accountId }) }),
    );
  if (number === null) return reply.send(await play());

  const listed = (await instances.enter(user, virtualMs)).listAccounts();
  const account = listed.find((each) => each.number === number && (currency === null || each.currency === currency));
  if (account === undefined || !isFit(account, kind)) {
    fields.reject('accountNumber', account === undefined ? 'is not an account of this user' : 'is a closed account');
    return refuseFields(reply, fields.errors);
  }
  return reply.send(await play(account.id));
}

function nameOf({ headers }: FastifyRequest): string | undefined {
  const name = headers['idempotency-key'];
  return typeof name === 'string' ? name : undefined;
}

/** Nothing happens in a closed account; what touches no account does not care. */
function isFit({ status }: ShownAccount, kind: SandboxScenario): boolean {
  return status === 'open' || kind === 'accountAdded' || isDoorScenario(kind);
}
