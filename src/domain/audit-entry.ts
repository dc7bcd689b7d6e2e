import type { Environment } from './environment.ts';
import type { Instant } from './values/instant.ts';

/** Every act that the audit log tells, as `noun.verb`. Docs explain each; the contract lists the same. */
export const AUDIT_ACTIONS = [
  'api_key.create',
  'api_key.limit',
  'api_key.revoke',
  'connect_session.choose',
  'connect_session.create',
  'connect_session.revoke',
  'connection.complete_setup',
  'connection.create',
  'connection.pause',
  'connection.resume',
  'connection.revoke',
  'connection.sync',
  'console.set_up',
  'credentials.put',
  'delivery.retry',
  'entity.create',
  'entity.delete',
  'entity.update',
  'event.replay',
  'file.upload',
  'file_settings.put',
  'file_source.create',
  'file_source.delete',
  'file_source.poll',
  'file_source.update',
  'installation.back_up',
  'installation.restore',
  'member.join',
  'member.remove',
  'member.update',
  'member_invitation.create',
  'member_invitation.revoke',
  'mfa_challenge.answer',
  'organization.create',
  'organization.limit',
  'organization.update',
  'people_link.create',
  'person.change_password',
  'person.disable_two_factor',
  'person.enable_two_factor',
  'person.end_sessions',
  'person.make_backup_codes',
  'person.remove',
  'person.reset_password',
  'person.sign_in',
  'person.sign_out',
  'person.update',
  'quarantined_file.accept',
  'quarantined_file.discard',
  'sandbox_clock.advance',
  'sandbox_scenario.apply',
  'suggestion.accept',
  'suggestion.reject',
  'vault.retire',
  'vault.rotate',
  'webhook.create',
  'webhook.delete',
  'webhook.rotate_secret',
  'webhook.test',
  'webhook.update',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** What an act was done to. */
export const AUDIT_TARGETS = [
  'api_key',
  'connect_session',
  'connection',
  'delivery',
  'entity',
  'event',
  'file_source',
  'installation',
  'member_invitation',
  'mfa_challenge',
  'organization',
  'person',
  'quarantined_file',
  'sandbox_clock',
  'suggestion',
  'sync_run',
  'vault',
  'webhook',
] as const;
export type AuditTargetType = (typeof AUDIT_TARGETS)[number];

export const AUDIT_ACTOR_KINDS = ['key', 'member', 'connect', 'operator', 'system'] as const;
export type AuditActorKind = (typeof AUDIT_ACTOR_KINDS)[number];

/** Who acts: an API key, a member in the console or the holder of a Connect link by a request, a person at the command line, or the service by itself. */
export type Actor =
  | {
      readonly kind: 'key' | 'member' | 'connect';
      /** The key id, which is not secret; id of the person, or of the Connect session. */
      readonly id: string;
      readonly label: string | null;
      readonly requestId: string;
      /** Address of the peer of the request's connection: of a reverse proxy, where one stands in front. */
      readonly sourceAddress: string | null;
    }
  | {
      readonly kind: 'operator' | 'system';
      /** Login name of the operator; which part of the service. */
      readonly id: string;
    };

/** The key that acts; null where nobody acts with one. */
export function keyIdOf(actor: Actor): string | null {
  return actor.kind === 'key' ? actor.id : null;
}

/** What an entry tells beside its act: few, short, and never a secret or the value of a login's field. */
export type AuditDetails = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** An act, as the command that does it tells it. */
export interface AuditAct {
  readonly action: AuditAction;
  readonly targetType: AuditTargetType;
  readonly targetId: string | null;
  readonly details?: AuditDetails;
  /** `failed` where the act was begun and did not come to its end; `done` when left out. */
  readonly outcome?: AuditOutcome;
}

export type AuditOutcome = 'done' | 'failed';

export interface AuditEntry {
  /** Null for what concerns the whole installation. */
  readonly organizationId: string | null;
  /** Null for what belongs to both environments. */
  readonly environment: Environment | null;
  readonly id: string;
  readonly createdAt: Instant;
  readonly action: AuditAction;
  readonly outcome: AuditOutcome;
  readonly actorKind: AuditActorKind;
  readonly actorId: string;
  readonly actorLabel: string | null;
  readonly requestId: string | null;
  readonly sourceAddress: string | null;
  readonly targetType: AuditTargetType;
  readonly targetId: string | null;
  readonly details: AuditDetails;
}
