import { toInstant } from '@causeway/bank-simulator';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { makeDelegatedUser } from '../../create-delegated-user.ts';
import { Fields, textRules } from '../../fields.ts';
import { OWNER_USERNAME } from '../../owner.ts';
import { planAccounts } from '../../personalities.ts';
import type { BankParts } from '../../routes/bank-parts.ts';
import { enterPortal } from '../enter.ts';
import { readGrants } from '../grants.ts';
import { inviteUser } from '../invite.ts';
import { secondFactors } from '../looks/parts.ts';
import { sendPage } from '../pages/send-page.ts';
import { presentLoginDetails, presentNewPermissions, presentNewUser, presentReview } from '../pages/user-pages.ts';
import type { UserDraft } from '../user-draft.ts';
import type { Visit } from '../visit.ts';
import { companyOf } from './users.ts';

/** The pages by which an owner creates a delegated user: who it is, what it may do, and at some banks a review. */
export function registerNewUserRoutes(app: FastifyInstance, parts: BankParts): void {
  const handle = (method: 'GET' | 'POST', url: string, answer: (visit: Visit) => Promise<FastifyReply>) =>
    app.route({
      ...{ method, url },
      handler: async (request, reply) => {
        const visit = await enterPortal(request, reply, { parts, gate: 'owner' });
        return visit === null ? reply : answer(visit);
      },
    });
  handle('GET', '/users/new', async (visit) =>
    sendPage(visit, 200, presentNewUser(visit, visit.session.draft ?? {}, [])),
  );
  handle('POST', '/users/new', takePerson);
  handle('GET', '/users/new/permissions', async (visit) =>
    withDraft(visit, (draft) => showPermissions(visit, draft, 200, [])),
  );
  handle('POST', '/users/new/permissions', takePermissions);
  handle('GET', '/users/new/review', async (visit) =>
    withDraft(visit, (draft) => sendPage(visit, 200, presentReview(visit, draft, listAccounts(visit, draft)))),
  );
  handle('POST', '/users/new/create', async (visit) => withDraft(visit, (draft) => createUser(visit, draft)));
}

async function takePerson(visit: Visit): Promise<FastifyReply> {
  const { users: words } = visit.look.words;
  const { request, parts, session, rules } = visit;
  const fields = new Fields(request.body);
  const draft: UserDraft = {
    firstName: fields.text('firstName', textRules.personName),
    lastName: fields.text('lastName', textRules.personName),
    username: fields.text('username', textRules.username),
    email: fields.optionalText('email', textRules.email),
    phone: fields.optionalText('phone', textRules.phone),
    secondFactor: fields.choice('secondFactor', secondFactors) ?? rules.secondFactors[0],
    granted: null,
  };
  const { firstName, lastName, username, email, phone, secondFactor } = words;
  const labels = new Map(Object.entries({ firstName, lastName, username, email, phone, secondFactor }));
  const errors = fields.errors.map(({ field }) => words.invalid(labels.get(field) ?? field));
  if (draft.secondFactor === 'email' && draft.email === null) errors.push(words.invalid(words.email));
  if (draft.secondFactor === 'sms' && draft.phone === null) errors.push(words.invalid(words.phone));
  const key = { bankId: parts.personality.id, companyId: companyOf(visit), username: draft.username };
  if (draft.username === OWNER_USERNAME || parts.users.find(key) !== null) errors.push(words.taken);
  if (errors.length > 0) return sendPage(visit, 422, presentNewUser(visit, draft, [...new Set(errors)]));
  session.draft = draft;
  return visit.redirect('users/new/permissions');
}

async function takePermissions(visit: Visit): Promise<FastifyReply> {
  return withDraft(visit, (draft) => {
    const granted = readGrants(
      visit,
      listAccounts(visit, draft).map(({ id }) => id),
    );
    if (granted === null) return showPermissions(visit, draft, 422, [visit.look.words.users.noPermissionChosen]);
    const whole = { ...draft, granted };
    visit.session.draft = whole;
    return visit.look.reviewsUsers ? visit.redirect('users/new/review') : createUser(visit, whole);
  });
}

/** Creates the user and invites it; where no invitation can be sent, shows a temporary password instead. */
async function createUser(visit: Visit, draft: UserDraft): Promise<FastifyReply> {
  const { users: words } = visit.look.words;
  const { parts, session, nowMs, virtualMs } = visit;
  const { firstName, lastName, username, email, phone, secondFactor, granted } = draft;
  if (granted === null) return visit.redirect('users/new/permissions');
  const createdAt = toInstant(Math.max(nowMs, virtualMs ?? nowMs));
  const values = {
    ...{ bankId: parts.personality.id, companyId: companyOf(visit), username, firstName, lastName, email, createdAt },
    permissions: granted.later,
    portal: {
      ...{ phone, secondFactor, isPasswordTemporary: true, passwordSetAt: createdAt, totp: null, rejectedCodes: 0 },
      ...{ invitation: null, acceptedNotices: [], accountPermissions: granted.byAccount, settings: {} },
    },
  };
  const { user, temporaryPassword } = await makeDelegatedUser(values, parts.hashPassword);
  if (!(await parts.users.insert(user))) return sendPage(visit, 422, presentNewUser(visit, draft, [words.taken]));
  session.draft = null;
  const sending = await inviteUser(parts, user);
  const isInvited = sending === 'sent';
  const text = isInvited ? words.invited(email ?? '') : sending === 'noAddress' ? words.shownOnce : words.notInvited;
  const shown = isInvited ? null : temporaryPassword;
  const details = { heading: words.createdHeading, user, text, temporaryPassword: shown };
  return sendPage(visit, 201, presentLoginDetails(visit, details));
}

function showPermissions(visit: Visit, draft: UserDraft, status: number, errors: readonly string[]): FastifyReply {
  return sendPage(visit, status, presentNewPermissions(visit, { draft, accounts: listAccounts(visit, draft), errors }));
}

/** The accounts that the user will see; they follow from its name. */
function listAccounts(visit: Visit, { username }: UserDraft) {
  const { personality, users } = visit.parts;
  return planAccounts(personality, users.seedOf({ bankId: personality.id, companyId: companyOf(visit), username }));
}

async function withDraft(visit: Visit, answer: (draft: UserDraft) => FastifyReply | Promise<FastifyReply>) {
  const { draft } = visit.session;
  return draft === null ? visit.redirect('users/new') : answer(draft);
}
