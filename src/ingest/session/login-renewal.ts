import type { Credentials, LoginRenewal, RenewedField } from '../../connectors/contract.ts';
import { choosePassword } from '../../domain/access/password-rules.ts';
import type { FaultCode } from '../../domain/connection/connection-fault.ts';
import { type Invitation, type InvitationForm, isOtherUser, nameInvited } from '../../domain/connection/invitation.ts';
import { instantFromMs } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import {
  findWaitingInvitation,
  hasRejectedInvitation,
  type InvitationOutcome,
  settleInvitation,
} from '../../store/connections/bank-invitations.ts';
import { findCredentials, upsertCredentials } from '../../store/connections/connection-credentials.ts';
import { lockLease } from '../../store/connections/connection-leases.ts';
import { findConnection, updateCredentialsUntried } from '../../store/connections/connections.ts';
import {
  listCredentialChanges,
  markHandedOver,
  markTried,
  takeCredentialChange,
  upsertCredentialChange,
} from '../../store/connections/credential-changes.ts';
import { sealedChangeIdOf } from '../../store/keys/sealed-ids.ts';
import { LeaseLostError } from '../lease-keeper.ts';
import type { SeedDesk } from '../mfa/code-desk.ts';
import { computeCode } from '../mfa/compute-code.ts';
import type { IngestParts } from '../parts.ts';
import type { RunScope } from '../run-scope.ts';

type RenewalParts = Pick<IngestParts, 'sql' | 'codes' | 'newId' | 'now'>;
type RenewalScope = Pick<RunScope, 'tenant' | 'connection' | 'lease' | 'signal'>;

/** What of a login is renewed during one run. */
export interface RenewalDesk extends LoginRenewal, SeedDesk {
  /** Whether an invitation was to be used and cannot be: it has expired, names somebody else, or its code was refused before. */
  readonly isInvitationSpent: boolean;
  /** The login that the session may try: without its password where an invitation came in the place of one that was refused. */
  readonly credentials: Credentials;
  /** Such an invitation is not looked at again. */
  endInvitation(): Promise<void>;
  /** The bank has let the user in: neither an invitation that came meanwhile nor a new login of which nobody knew is needed. */
  noteSignedIn(): Promise<void>;
}

/** Reads what earlier sessions have left unsettled, and the invitation that waits. */
export async function openLoginRenewal(
  parts: RenewalParts,
  scope: RenewalScope,
  stored: Credentials,
  form: InvitationForm | null,
): Promise<RenewalDesk> {
  const { tenant, connection } = scope;
  const { organizationId } = tenant;
  const keyOf = (field: RenewedField) => ({ organizationId, connectionId: connection.id, field });
  const { unsure, tried, unsureSeed } = await readUnsettled(parts, scope, stored);
  /** A key that was handed to the bank; settled when `isSeedUnsure` is false. */
  let seed = unsureSeed ?? stored.totpSecret;
  let isSeedUnsure = unsureSeed !== null;
  // A page that never leads anywhere would cost a rejected sign-in each time: one is tried, and none of those that follow.
  let isTried = tried !== null;
  const invited = await findInvitation(parts, scope, stored, form);
  const waiting = invited === 'spent' ? null : invited;

  async function write(field: RenewedField, content: Credentials, invitationId: string | null): Promise<void> {
    const id = parts.newId();
    const sealed = await parts.codes.seal(tenant, sealedChangeIdOf(id), JSON.stringify(content));
    const chosenAt = instantFromMs(parts.codes.nowMs());
    await underLease(parts, scope, (db) =>
      upsertCredentialChange(db, { ...keyOf(field), id, content: sealed, invitationId, chosenAt }),
    );
  }

  const settleWaiting = (outcome: InvitationOutcome) =>
    underLease(parts, scope, (db) => settleInvitation(db, { organizationId, connectionId: connection.id }, outcome));

  async function noteRefused(field: RenewedField, fault: FaultCode): Promise<void> {
    if (field === 'totpSecret') {
      seed = stored.totpSecret;
      isSeedUnsure = false;
    }
    await underLease(parts, scope, async (db) => {
      await takeCredentialChange(db, keyOf(field));
      if (fault === 'invitation_invalid' && waiting !== null)
        await settleInvitation(db, { organizationId, connectionId: connection.id, id: waiting.id }, 'rejected');
    });
  }

  async function noteTaken(field: RenewedField): Promise<void> {
    if (field === 'totpSecret') isSeedUnsure = false;
    await takeOver(parts, scope, field, stored);
  }

  return {
    unsure,
    tried,
    isInvitationSpent: invited === 'spent' && unsure === null,
    credentials: invited === 'spent' ? withoutPassword(stored) : stored,
    invitation: waiting === null ? null : { code: waiting.code, names: waiting.names },
    choosePassword: async (rules, names) => {
      const avoid = [...Object.values(names), connection.delegatedUsername];
      const password = choosePassword(rules, avoid, parts.codes.randomBytes);
      await write('password', { ...names, password }, waiting?.id ?? null);
      return password;
    },
    enrol: async (setupKey) => {
      if (parts.codes.computeTotp(setupKey, 0) === null) return null;
      await write('totpSecret', { totpSecret: setupKey }, null);
      seed = setupKey;
      isSeedUnsure = true;
      return computeCode(parts, scope, setupKey);
    },
    noteHandedOver: (what) =>
      underLease(parts, scope, async (db) => {
        const at = instantFromMs(parts.codes.nowMs());
        const key = keyOf(what === 'unsureLogin' ? 'password' : what);
        const triedAt = what === 'password' && isTried ? at : null;
        const noted =
          what === 'unsureLogin' ? await markTried(db, key, at) : await markHandedOver(db, key, at, triedAt);
        if (what === 'unsureLogin') isTried = true;
        if (!noted) throw new Error(`a new ${key.field} is about to be handed over that was not written down`);
      }),
    noteTaken,
    noteRefused,
    seed: () => seed,
    endInvitation: () => settleWaiting('rejected'),
    noteSignedIn: async () => {
      const isWaiting = (await findWaitingInvitation(parts.sql, organizationId, connection.id)) !== null;
      if (!isWaiting && tried === null) return;
      await underLease(parts, scope, async (db) => {
        if (isWaiting) await settleInvitation(db, { organizationId, connectionId: connection.id }, 'replaced');
        // The stored login holds, so the bank never took the new one. Kept, it would be tried for nothing when the stored one ends.
        const changes = await listCredentialChanges(db, organizationId, connection.id);
        if (changes.some(({ field, triedAt }) => field === 'password' && triedAt !== null))
          await takeCredentialChange(db, keyOf('password'));
      });
    },
    noteSeedCode: async (outcome) => {
      if (!isSeedUnsure) return;
      await (outcome === 'taken' ? noteTaken('totpSecret') : noteRefused('totpSecret', 'mfa_failed'));
    },
  };
}

interface Unsettled {
  readonly unsure: Credentials | null;
  readonly tried: Credentials | null;
  readonly unsureSeed: string | null;
}

/** What earlier sessions have handed to the bank and not settled. A new part that no bank has seen is forgotten. */
async function readUnsettled(parts: RenewalParts, scope: RenewalScope, stored: Credentials): Promise<Unsettled> {
  const { organizationId } = scope.tenant;
  const connectionId = scope.connection.id;
  let unsettled: Unsettled = { unsure: null, tried: null, unsureSeed: null };
  for (const { id, field, handedOverAt, triedAt, content: sealed } of await listCredentialChanges(
    parts.sql,
    organizationId,
    connectionId,
  )) {
    const content = await openJson<Credentials>(parts, scope, sealedChangeIdOf(id), sealed);
    // No bank has seen it, or a person has stored another user's login meanwhile.
    if (handedOverAt === null || isOtherUser(stored, content)) {
      await underLease(parts, scope, (db) => takeCredentialChange(db, { organizationId, connectionId, field }));
      continue;
    }
    const login = { ...stored, ...content };
    if (field === 'totpSecret') unsettled = { ...unsettled, unsureSeed: content.totpSecret ?? null };
    else unsettled = { ...unsettled, ...(triedAt === null ? { unsure: login } : { tried: login }) };
  }
  return unsettled;
}

function withoutPassword({ password: _, ...rest }: Credentials): Credentials {
  return rest;
}

/** The invitation that waits, with the names for it. */
async function findInvitation(
  parts: RenewalParts,
  scope: RenewalScope,
  stored: Credentials,
  form: InvitationForm | null,
): Promise<({ readonly id: string } & NonNullable<LoginRenewal['invitation']>) | 'spent' | null> {
  const { tenant, connection } = scope;
  const { organizationId } = tenant;
  const row = await findWaitingInvitation(parts.sql, organizationId, connection.id);
  // It came when the user was about to be let in.
  if (connection.status === 'active') return null;
  if (row === null) {
    if (stored.password !== undefined) return null;
    return (await hasRejectedInvitation(parts.sql, organizationId, connection.id)) ? 'spent' : null;
  }
  if (form === null || row.expiresAt <= instantFromMs(parts.codes.nowMs())) return 'spent';
  const invitation = await openJson<Invitation>(parts, scope, row.id, row.content);
  const names = nameInvited(invitation, form.asks, { stored, delegatedUsername: connection.delegatedUsername });
  return typeof names === 'string' ? 'spent' : { id: row.id, code: invitation.code, names };
}

/** Makes a new part the login's own, in one transaction with what it settles. `used` is the login with which the run began. */
async function takeOver(
  parts: RenewalParts,
  scope: RenewalScope,
  field: RenewedField,
  used: Credentials,
): Promise<void> {
  const { tenant, connection } = scope;
  const { organizationId } = tenant;
  const connectionId = connection.id;
  const [change] = (await listCredentialChanges(parts.sql, organizationId, connectionId)).filter(
    (each) => each.field === field,
  );
  if (change === undefined) return;
  const content = await openJson<Credentials>(parts, scope, sealedChangeIdOf(change.id), change.content);
  const now = await parts.now(tenant);
  for (let isDone = false; !isDone; ) {
    const before = await findCredentials(parts.sql, organizationId, connectionId);
    const stored = before === null ? {} : await openJson<Credentials>(parts, scope, connectionId, before);
    const ciphertext = await parts.codes.seal(tenant, connectionId, JSON.stringify({ ...stored, ...content }));
    await underLease(parts, scope, async (db) => {
      // Somebody can store a login meanwhile; its other fields count.
      isDone = isSame(before, await findCredentials(db, organizationId, connectionId));
      if (!isDone) return;
      await takeCredentialChange(db, { organizationId, connectionId, field });
      // Where it is another user's, nothing of this one belongs to it.
      if (!isOtherUser(stored, { ...used, ...content })) {
        const at = (await findConnection(db, tenant, connectionId))?.lastAttemptAt ?? now;
        const by = { changedAt: now, changedBy: 'platform' } as const;
        const fields = Object.keys({ ...stored, ...content });
        await upsertCredentials(db, { organizationId, connectionId, ciphertext, fields, updatedAt: at, change: by });
        // A worker that dies before the bank has let the user in leaves a login that is to be tried.
        if (field === 'password') await updateCredentialsUntried(db, tenant, connectionId, { untried: true, at });
      }
      if (change.invitationId !== null)
        await settleInvitation(db, { organizationId, connectionId, id: change.invitationId }, 'accepted');
    });
  }
}

/** Writes as long as the connection is this worker's, and nobody has revoked it. */
async function underLease(
  parts: RenewalParts,
  { tenant, lease }: RenewalScope,
  work: (db: Db) => Promise<unknown>,
): Promise<void> {
  await parts.sql.begin(async (db) => {
    if (!(await lockLease(db, tenant, lease))) throw new LeaseLostError('the lease of the connection was lost');
    await work(db);
  });
}

async function openJson<T>(parts: RenewalParts, { tenant }: RenewalScope, id: string, sealed: Uint8Array): Promise<T> {
  const text = await parts.codes.open(tenant, id, sealed);
  if (text === null) throw new Error('something sealed belongs to an organization without a data key');
  return JSON.parse(text) as T; // Sealed by our own hand in this form.
}

function isSame(a: Uint8Array | null, b: Uint8Array | null): boolean {
  return a === null || b === null ? a === b : Buffer.compare(a, b) === 0;
}
