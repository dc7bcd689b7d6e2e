import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { DelegatedUser } from '../../delegated-user.ts';
import { resetPassword } from '../../reset-password.ts';
import type { BankParts } from '../../routes/bank-parts.ts';
import { accessOf, changeAccess } from '../access.ts';
import { enterPortal } from '../enter.ts';
import { readGrants } from '../grants.ts';
import { inviteUser } from '../invite.ts';
import { sendPage } from '../pages/send-page.ts';
import { presentTrouble } from '../pages/trouble-pages.ts';
import { presentLoginDetails, presentRemoval, presentUser, presentUsers } from '../pages/user-pages.ts';
import type { Visit } from '../visit.ts';

type UserRequest = FastifyRequest<{ Params: { username: string } }>;

/** One user of the owner's own company. */
interface Desk {
  readonly visit: Visit;
  readonly user: DelegatedUser;
}

/** An owner's look at the delegated users of the company. */
export function registerUserRoutes(app: FastifyInstance, parts: BankParts): void {
  app.get('/users', async (request, reply) => {
    const visit = await enterPortal(request, reply, { parts, gate: 'owner' });
    if (visit === null) return reply;
    return sendPage(visit, 200, presentUsers(visit, parts.users.listByCompany(parts.personality.id, companyOf(visit))));
  });
  const handle = (method: 'GET' | 'POST', url: string, answer: (desk: Desk) => Promise<FastifyReply>) =>
    app.route({
      ...{ method, url: `/users/:username${url}` },
      handler: async (request, reply) => {
        const visit = await enterPortal(request, reply, { parts, gate: 'owner' });
        if (visit === null) return reply;
        const { username } = (request as UserRequest).params; // The path of every route here has this parameter.
        const user = parts.users.find({ bankId: parts.personality.id, companyId: companyOf(visit), username });
        const { trouble } = visit.look.words;
        if (user === null) return sendPage(visit, 404, presentTrouble(trouble.notFoundHeading, trouble.notFound));
        return answer({ visit, user });
      },
    });
  handle('GET', '', async (desk) => showUser(desk, 200, []));
  handle('POST', '/permissions', savePermissions);
  handle('POST', '/reset-password', answerReset);
  handle('POST', '/invite', inviteAgain);
  handle('POST', '/forget-authenticator', forgetAuthenticator);
  handle('GET', '/delete', async ({ visit, user }) => sendPage(visit, 200, presentRemoval(visit, user)));
  handle('POST', '/delete', removeUser);
}

/** The company whose owner has signed in. */
export function companyOf({ session }: Visit): string {
  if (session.visitor?.kind !== 'owner') throw new Error('only an owner comes here');
  return session.visitor.companyId;
}

async function showUser({ visit, user }: Desk, status: number, errors: readonly string[]): Promise<FastifyReply> {
  const bank = await visit.parts.instances.enter(user, null);
  return sendPage(visit, status, presentUser(visit, { user, accounts: bank.listAccounts(), errors }));
}

async function savePermissions(desk: Desk): Promise<FastifyReply> {
  const { visit, user } = desk;
  const bank = await visit.parts.instances.enter(user, null);
  const ids = bank.listAccounts().map(({ id }) => id);
  const granted = readGrants(visit, ids);
  if (granted === null) return showUser(desk, 422, [visit.look.words.users.noPermissionChosen]);
  await visit.parts.users.change(user, (now) => ({
    ...now,
    permissions: granted.later,
    portal: { ...accessOf(now), accountPermissions: granted.byAccount },
  }));
  visit.session.message = visit.look.words.users.saved;
  return visit.redirect(`users/${user.username}`);
}

async function answerReset({ visit, user }: Desk): Promise<FastifyReply> {
  const { users: words } = visit.look.words;
  const temporaryPassword = await resetPassword(visit.parts, user);
  const details = { heading: words.resetHeading, user, text: words.resetHeading, temporaryPassword };
  return sendPage(visit, 200, presentLoginDetails(visit, details));
}

async function inviteAgain({ visit, user }: Desk): Promise<FastifyReply> {
  const { users: words } = visit.look.words;
  const sending = await inviteUser(visit.parts, user);
  visit.session.message = sending === 'sent' ? words.invited(user.email ?? '') : words.notInvited;
  return visit.redirect(`users/${user.username}`);
}

async function forgetAuthenticator({ visit, user }: Desk): Promise<FastifyReply> {
  await changeAccess(visit.parts.users, user, () => ({ totp: null }));
  visit.session.message = visit.look.words.users.authenticatorReset;
  return visit.redirect(`users/${user.username}`);
}

async function removeUser({ visit, user }: Desk): Promise<FastifyReply> {
  const { users, instances, sessions, portalSessions } = visit.parts;
  sessions.endAllOf(user);
  portalSessions.endAllOf(user);
  instances.forget(user);
  await users.remove(user);
  visit.session.message = visit.look.words.users.removed(`${user.firstName} ${user.lastName}`);
  return visit.redirect('users');
}
