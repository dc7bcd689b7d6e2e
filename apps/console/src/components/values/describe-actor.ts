import type { Schemas } from '../../api/operation-types.ts';

type Actor = Schemas['AuditEntry']['actor'];

const KINDS: Readonly<Record<Actor['kind'], string>> = {
  key: 'API key',
  member: '',
  connect: 'Connect link',
  operator: 'Operator',
  system: 'Causeway',
};

/** Who acted, in a few words. */
export function describeActor({ kind, id, label }: Actor): string {
  return [KINDS[kind], label ?? id].filter(Boolean).join(' ');
}
