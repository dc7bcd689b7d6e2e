import type { Schemas } from '../../api/operation-types.ts';

type Action = Schemas['AuditAction'];

/** Held to the contract by the compiler: an act that is missing here is an error. */
const WORDS: Readonly<Record<Action, string>> = {
  'api_key.create': 'API key made',
  'api_key.limit': 'API key limited',
  'api_key.revoke': 'API key revoked',
  'connect_session.choose': 'Bank chosen on a Connect link',
  'connect_session.create': 'Connect link made',
  'connect_session.revoke': 'Connect link withdrawn',
  'connection.complete_setup': 'Set-up of a connection completed',
  'connection.create': 'Connection made',
  'connection.pause': 'Connection paused',
  'connection.resume': 'Connection resumed',
  'connection.revoke': 'Connection revoked',
  'connection.sync': 'Sync asked for',
  'console.set_up': 'Console set up',
  'credentials.put': 'Bank login stored',
  'delivery.retry': 'Delivery tried again',
  'entity.create': 'Entity made',
  'entity.delete': 'Entity deleted',
  'entity.update': 'Entity changed',
  'event.replay': 'Events replayed',
  'file.upload': 'File uploaded',
  'file_settings.put': 'File settings changed',
  'file_source.create': 'File source made',
  'file_source.delete': 'File source removed',
  'file_source.poll': 'File source looked into',
  'file_source.update': 'File source changed',
  'installation.back_up': 'Backup written',
  'installation.restore': 'Backup restored',
  'member.join': 'Member joined',
  'member.remove': 'Member removed',
  'member.update': 'Role of a member changed',
  'member_invitation.create': 'Somebody invited',
  'member_invitation.revoke': 'Invitation withdrawn',
  'mfa_challenge.answer': 'Code for a bank handed over',
  'organization.create': 'Organization made',
  'organization.limit': 'Organization limited',
  'organization.update': 'Organization renamed',
  'people_link.create': 'Link for a person made',
  'person.change_password': 'Password changed',
  'person.disable_two_factor': 'One-time codes switched off',
  'person.enable_two_factor': 'One-time codes switched on',
  'person.end_sessions': 'Sessions ended',
  'person.make_backup_codes': 'Backup codes made anew',
  'person.remove': 'Person removed',
  'person.reset_password': 'New password by a link',
  'person.sign_in': 'Signed in',
  'person.sign_out': 'Signed out',
  'person.update': 'Name of a person changed',
  'quarantined_file.accept': 'File from quarantine accepted',
  'quarantined_file.discard': 'File from quarantine discarded',
  'sandbox_clock.advance': 'Clock of the sandbox moved',
  'sandbox_scenario.apply': 'Scenario applied',
  'suggestion.accept': 'Suggestion accepted',
  'suggestion.reject': 'Suggestion rejected',
  'vault.retire': 'Old master keys retired',
  'vault.rotate': 'Master key changed',
  'webhook.create': 'Webhook made',
  'webhook.delete': 'Webhook removed',
  'webhook.rotate_secret': 'Secret of a webhook changed',
  'webhook.test': 'Webhook tested',
  'webhook.update': 'Webhook changed',
};

export const AUDIT_ACTIONS = Object.keys(WORDS) as readonly Action[]; // Object.keys forgets the literal names.

/** An act in words; one that these pages do not know yet by its own name. */
export function describeAction(action: string): string {
  const words: Readonly<Record<string, string>> = WORDS;
  return words[action] ?? action;
}
