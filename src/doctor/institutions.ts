import { describeGap, type UnreadInstitution } from '../domain/definition-gap.ts';
import type { Sql } from '../infra/database.ts';
import { countByInstitution } from '../store/installation-figures.ts';
import type { ReadInstitutions } from '../store/institution-files.ts';
import { count, type Finding, ok, problem, warn } from './finding.ts';

/** Whether the definitions can be used, and the banks in them be read. */
export function checkInstitutions({
  institutions,
  faults,
  overlooked,
  isOfRelease,
  unread,
}: ReadInstitutions & { readonly isOfRelease: boolean; readonly unread: readonly UnreadInstitution[] }): Finding[] {
  const findings = [
    ...faults.map(({ message, fix }) => problem('institutions', message, fix)),
    ...unread.map(({ file, gap }) =>
      warn(
        'institutions',
        `${file}: ${describeGap(gap)}. Connections of this bank wait with no_connector.`,
        `Correct ${gap.field} and restart. A bank whose recipe is still to be written may wait.`,
      ),
    ),
    ...overlooked.map((path) =>
      warn('institutions', `${path} is not read.`, 'Let its name end in ".yaml", or move it elsewhere.'),
    ),
    ...(isOfRelease
      ? []
      : [
          warn(
            'institutions',
            'schema.json beside the definitions is not that of this release.',
            'Copy institutions/schema.json of this release to them, and run this again before a restart.',
          ),
        ]),
  ];
  if (findings.length > 0) return findings;
  const known = institutions.length;
  return [ok('institutions', `${count(known, 'institution')} ${known === 1 ? 'is' : 'are'} defined.`)];
}

/** Finds institutions that connections need and no file defines, as after a file was renamed or left behind in a move. */
export async function checkLostInstitutions(
  sql: Sql,
  { folder, known }: { readonly folder: string; readonly known: ReadonlySet<string> },
): Promise<Finding[]> {
  const lost = (await countByInstitution(sql)).filter(({ institutionId }) => !known.has(institutionId));
  return lost.map(({ institutionId, connections }) =>
    warn(
      'institutions',
      `No file defines the institution ${institutionId}, to which ${count(connections, 'connection')} ${connections === 1 ? 'belongs' : 'belong'}: syncs end with no_connector.`,
      `Put ${institutionId}.yaml back into ${folder} and restart. docs/connectors/institution-definitions.md tells what is in it.`,
    ),
  );
}
