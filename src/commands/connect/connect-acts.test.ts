import { beforeEach, describe, expect, it } from 'vitest';
import { stageDatabase, stageTenant } from '../../../test/support/database/stages.ts';
import { openChallenge } from '../../../test/support/records/open-challenge.ts';
import type { Result } from '../../domain/refusal.ts';
import { findCredentials } from '../../store/connections/connection-credentials.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import type { CommandParts } from '../parts.ts';
import { answerConnectChallenge } from './answer-connect-challenge.ts';
import { chooseConnectInstitution } from './choose-connect-institution.ts';
import { completeConnectSetup } from './complete-connect-setup.ts';
import { connectProgressOf } from './connect-progress.ts';
import { createConnectSession } from './create-connect-session.ts';
import { putConnectCredentials } from './put-connect-credentials.ts';
import { revokeConnectSession } from './revoke-connect-session.ts';

const LOGIN = { bankUsername: 'cwabc', password: 's3cret' };
const OTHER = { bankUsername: 'cwabc', password: 'other' };

const database = stageDatabase();
const stage = stageTenant(database);
let holder: Tenant & { readonly sessionId: string };
let connectionId: string;

beforeEach(async () => {
  const { session } = value(
    await createConnectSession(stage.parts, stage.tenant, {
      ...{ entityId: stage.tenant.entityId, institutionId: 'demo-bank', connectionId: null, lifetimeSeconds: 3_600 },
      ...{ allowedOrigins: [], returnUrl: null, theme: { name: null, color: null, logo: null }, locale: null },
    }),
  );
  const { organizationId, environment } = stage.tenant;
  holder = { organizationId, environment, sessionId: session.id };
  const chosen = value(
    await chooseConnectInstitution(stage.parts, holder, { institutionId: 'demo-bank', portalUrl: null }),
  );
  connectionId = chosen.connection?.id ?? '';
});

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused: ${result.refusal.code}`);
  return result.value;
}

const stored = async () => {
  const sealed = await findCredentials(database.sql, stage.tenant.organizationId, connectionId);
  return sealed === null ? null : new TextDecoder().decode(sealed);
};

/** Parts with which something happens after the step was asked for, and before the login is written. */
const during = (happen: () => Promise<unknown>): CommandParts => ({
  ...stage.parts,
  sealCredentials: async (...given) => {
    await happen();
    return stage.parts.sealCredentials(...given);
  },
});

describe('the login that the holder of a link hands over', () => {
  it('replaces none that has begun to work meanwhile', async () => {
    value(await putConnectCredentials(stage.parts, holder, LOGIN));
    const before = await stored();
    const works = during(
      () => database.sql`update connections set kind = 'ready', status = 'active' where id = ${connectionId}`,
    );
    expect(await putConnectCredentials(works, holder, OTHER)).toMatchObject({
      ok: false,
      refusal: { code: 'connection_not_ready' },
    });
    expect(await stored()).toBe(before);
  });

  it('is not stored once the link is withdrawn or used up', async () => {
    const withdrawn = during(() => revokeConnectSession(stage.parts, stage.tenant, holder.sessionId));
    const usedUp = during(
      () =>
        database.sql`update connect_sessions set completed_at = now(), revoked_at = null where id = ${holder.sessionId}`,
    );
    for (const changed of [withdrawn, usedUp]) {
      await database.sql`update connect_sessions set revoked_at = null where id = ${holder.sessionId}`;
      const answer = await putConnectCredentials(changed, holder, LOGIN);
      expect(answer).toMatchObject({ ok: false, refusal: { code: 'connect_session_ended' } });
    }
    expect(await stored()).toBeNull();
  });

  it('is asked for again where it is not whole, and does not replace one that is', async () => {
    const { connection } = value(
      await putConnectCredentials(stage.parts, holder, { password: 's3cret', bankUsername: '' }),
    );
    expect(connection === null ? null : connectProgressOf(stage.parts, connection).step).toBe('submitCredentials');
    const whole = value(await putConnectCredentials(stage.parts, holder, LOGIN)).connection;
    expect(whole === null ? null : connectProgressOf(stage.parts, whole).step).toBe('completeSetup');
    const before = await stored();
    for (const part of [{}, { password: 'other' }, { bankUsername: '', password: 'other' }]) {
      const answer = await putConnectCredentials(stage.parts, holder, part);
      expect(answer).toMatchObject({ ok: false, refusal: { code: 'validation_error' } });
    }
    expect(await stored()).toBe(before);
  });
});

describe('a link that is withdrawn while its holder acts', () => {
  const ended = { ok: false, refusal: { code: 'connect_session_ended' } };
  const withdraw = () => revokeConnectSession(stage.parts, stage.tenant, holder.sessionId);

  it('starts no sign-in', async () => {
    value(await putConnectCredentials(stage.parts, holder, LOGIN));
    const storedCredentialFields = async () => {
      await withdraw();
      return new Set(['bankUsername', 'password'] as const);
    };
    expect(await completeConnectSetup({ ...stage.parts, storedCredentialFields }, holder)).toMatchObject(ended);
    expect(await database.sql`select from connections where id = ${connectionId} and status <> 'draft'`).toHaveLength(
      0,
    );
  });

  it('hands no code over', async () => {
    const { id } = await openChallenge(stage.parts, stage.tenant, connectionId);
    expect(await answerConnectChallenge(during(withdraw), holder, '482139')).toMatchObject(ended);
    expect(await database.sql`select from mfa_challenges where id = ${id} and answered_at is null`).toHaveLength(1);
  });
});
