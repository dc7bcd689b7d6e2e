import { generateSync } from 'otplib';
import { personalities } from '../personalities.ts';
import type { Words } from '../portal/looks/words.ts';
import { PortalClient } from './portal-client.ts';
import type { AskedBank, Login } from './running-bank.ts';

/** A password that is good at every bank. */
export const GOOD_PASSWORD = 'Copper-Lantern-4821';

/** The words of a bank in its usual layout. */
export function wordsOf(bankId: string, layout: 1 | 2 = 1): Words {
  const personality = personalities.find(({ id }) => id === bankId);
  if (personality === undefined) throw new Error(`there is no bank ${bankId}`);
  return personality.portal.looks[layout].words;
}

/** Enters company, user and password; the step that comes next is open then. */
export async function enterLogin(client: PortalClient, bankId: string, login: Login): Promise<void> {
  const { signIn } = wordsOf(bankId);
  await client.open('sign-in');
  const who = { [signIn.companyId]: login.companyId, [signIn.username]: login.username };
  if (bankId === 'ridgeline') {
    await client.press(signIn.goOn, who);
    await client.press(signIn.submit, { [signIn.password]: login.password });
    return;
  }
  await client.press(signIn.submit, { ...who, [signIn.password]: login.password });
}

/** Chooses a password of one's own where the bank demands it. */
export async function chooseOwnPassword(client: PortalClient, bankId: string, password = GOOD_PASSWORD): Promise<void> {
  const { newPassword } = wordsOf(bankId);
  await client.press(newPassword.submit, { [newPassword.next]: password, [newPassword.repeat]: password });
}

/** Orders something of a portal. */
export async function orderPortal(bank: AskedBank, bankId: string, settings: object): Promise<void> {
  const answer = await bank.request('POST', `/${bankId}/control/portal`, { body: settings });
  if (answer.status !== 200) throw new Error(`ordering gave ${answer.status} ${answer.text}`);
}

/** Signs in to the first page behind everything, without a second check and without notices. */
export async function signInPlainly(
  bank: AskedBank,
  bankId: string,
  login: Login,
  password: string | null = null,
): Promise<PortalClient> {
  await orderPortal(bank, bankId, { secondFactor: 'none', notices: false });
  const client = new PortalClient(bank, bankId);
  await enterLogin(client, bankId, login);
  if (client.heading === wordsOf(bankId).newPassword.heading)
    await chooseOwnPassword(client, bankId, password ?? undefined);
  if (client.heading !== wordsOf(bankId).accounts.heading) throw new Error(`signing in led to: ${client.text}`);
  return client;
}

/** Signs in as the owner of a company, who sees its users. */
export async function signInAsOwner(bank: AskedBank, bankId: string, companyId: string): Promise<PortalClient> {
  const client = new PortalClient(bank, bankId);
  await enterLogin(client, bankId, { companyId, username: 'owner', password: `owner-${companyId}` });
  if (client.heading !== wordsOf(bankId).users.heading) throw new Error(`signing in led to: ${client.text}`);
  return client;
}

/** The code that an authenticator app shows. */
export function totpAt(secret: string, clockMs: number): string {
  return generateSync({ secret, epoch: Math.floor(clockMs / 1_000) });
}
