import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { bankAt } from '../../apps/demo-bank/src/testing/running-bank.ts';
import { listGroup } from '../../src/infra/browser/process-group.ts';
import { systemErrorCode } from '../../src/infra/system-error.ts';
import { COMPANY } from '../../test/support/banks/portal-connection.ts';
import { listChildren } from '../../test/support/processes/process-usage.ts';
import type { ChaosWorld } from './chaos-world.ts';
import { type Lane, putLogin } from './lane.ts';
import type { PlannedRun, Strike } from './plan.ts';

/** A little more than the bank takes a code. */
const CODE_LIFETIME_MS = 4 * 60_000;

/** Whether the strike waits for its moment; the others are prepared before the run begins. */
export function comesAtMoment({ strike }: Pick<PlannedRun, 'strike'>): boolean {
  return strike !== 'wrongPassword' && strike !== 'expiredCode' && strike !== 'slowdown';
}

/** What is done before the run, so that it goes wrong by itself. */
export async function prepare(world: ChaosWorld, lane: Lane, strike: Strike): Promise<void> {
  if (strike === 'wrongPassword') await putLogin(lane, 'Not-The-Password-1');
  if (strike === 'expiredCode') await orderUser(world, lane, { secondFactor: 'email' });
  if (strike === 'slowdown') await orderUser(world, lane, { slowdown: true });
}

/** Makes it happen, at once. */
export async function strikeNow(world: ChaosWorld, lane: Lane, strike: Strike): Promise<void> {
  switch (strike) {
    case 'bankKilled':
      return world.bank.kill();
    case 'bankResets':
      return world.line.set(lane.bank, 'reset');
    case 'bankFails':
      return world.line.set(lane.bank, 'failing');
    case 'answersCut':
      return world.line.set(lane.bank, 'cutting');
    case 'maintenance':
      return orderUser(world, lane, { maintenance: true });
    case 'sessionEnded':
      return orderPortal(world, `${lane.bank}/control/portal/user`, { ...userOf(lane), action: 'endSessions' });
    case 'layoutSwitched':
      return orderUser(world, lane, { layout: 2 });
    case 'browserKilled':
      for (const group of listChildren(world.worker().pid)) killIfThere(group);
      return;
    case 'rendererKilled':
      return killRenderers(world.worker().pid);
    case 'workerKilled':
      return world.replaceWorker();
    case 'slowdown':
    case 'wrongPassword':
    case 'expiredCode':
      return;
    default:
      return strike satisfies never;
  }
}

/** Takes back what stands in the way of the bank; what people have to do for a login is left to `putLogin`. */
export async function mend(world: ChaosWorld, lane: Lane): Promise<void> {
  world.line.forget(lane.bank);
  world.line.set(lane.bank, 'open');
  await world.bank.revive();
  await world.bank.jump(0);
  await orderUser(world, lane, { maintenance: null, layout: null, slowdown: null, secondFactor: 'none' });
}

/** Answers the question for a code with the very code that was sent, when the bank does not take it any more. */
export async function answerTooLate(world: ChaosWorld, { client, connectionId, username }: Lane): Promise<void> {
  const to = username;
  const question = await eventually('a question', async () =>
    client.getMfaChallenge({ connectionId }).catch(() => undefined),
  );
  if (question.status !== 'pending') throw new Error(`the question is ${question.status}`);
  const mail = await eventually('a mail', async () =>
    world.mail.mails.findLast((each) => each.to.some((address) => address.startsWith(to))),
  );
  const code =
    /\b(\d{4}-\d{4}|\d{3} \d{3}|\d{6})\b/.exec(
      mail.text
        .split(/\r?\n\r?\n/)
        .slice(1)
        .join('\n'),
    )?.[1] ?? '';
  await world.bank.jump(CODE_LIFETIME_MS);
  await client.answerMfaChallenge({ connectionId, body: { code } });
}

/** Looks until there is something; throws when there is nothing in good time. */
export async function eventually<T>(what: string, look: () => Promise<T | undefined>, withinMs = 90_000): Promise<T> {
  const giveUpMs = performance.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (performance.now() > giveUpMs) throw new Error(`${what} did not come in time`);
    await wait(25);
  }
}

function killRenderers(workerPid: number): void {
  for (const pid of listChildren(workerPid).flatMap(listGroup)) if (isRenderer(pid)) killIfThere(pid);
}

function isRenderer(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('--type=renderer');
  } catch {
    // It has ended since it was listed.
    return false;
  }
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (cause) {
    if (systemErrorCode(cause) !== 'ESRCH') throw cause;
  }
}

function userOf({ username }: Lane) {
  return { companyId: COMPANY, username };
}

function orderUser(world: ChaosWorld, lane: Lane, settings: object): Promise<void> {
  return orderPortal(world, `${lane.bank}/control/portal`, { ...userOf(lane), ...settings });
}

async function orderPortal({ bank }: ChaosWorld, path: string, body: object): Promise<void> {
  const { status, text } = await bankAt(() => bank.url).request('POST', `/${path}`, { body });
  if (status !== 200) throw new Error(`the bank refused an order with ${status}: ${text}`);
}
