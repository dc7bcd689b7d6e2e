import { findGap } from '../connectors/registry.ts';
import type { UnreadInstitution } from '../domain/definition-gap.ts';
import type { Institution } from '../domain/institution.ts';
import type { Log } from '../infra/log.ts';
import type { InstitutionCatalog } from '../store/institutions.ts';

/** Institutions whose definition names what this installation does not have: their connections wait with `no_connector`. */
export function listUnread(institutions: readonly Institution[]): UnreadInstitution[] {
  return institutions.flatMap((institution) => {
    const gap = findGap(institution);
    return gap === null ? [] : [{ file: `${institution.id}.yaml`, gap }];
  });
}

/** Warns of them at the start of a process, because a name that is misspelt would never be noticed. */
export async function warnOfUnread(institutions: InstitutionCatalog, log: Log): Promise<void> {
  for (const { file, gap } of listUnread(institutions.all))
    log.warn(
      { file, ...gap },
      'an institution names what this installation does not have; its connections wait with no_connector',
    );
}
