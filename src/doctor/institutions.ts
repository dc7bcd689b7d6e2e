import { describeGap, type UnreadInstitution } from '../domain/definition-gap.ts';
import { count, type Finding, ok, warn } from './finding.ts';

/** Whether the banks of the definitions can be read. `known` is the number of all definitions. */
export function checkInstitutions(known: number, unread: readonly UnreadInstitution[]): Finding[] {
  if (unread.length === 0)
    return [ok('institutions', `${count(known, 'institution')} ${known === 1 ? 'is' : 'are'} defined.`)];
  return unread.map(({ file, gap }) =>
    warn(
      'institutions',
      `${file}: ${describeGap(gap)}. Connections of this bank wait with no_connector.`,
      `Correct ${gap.field} and restart. A bank whose recipe is still to be written may wait.`,
    ),
  );
}
