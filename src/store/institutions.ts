import { normalisePortalUrl } from '../domain/connection/portal-url.ts';
import type { Institution } from '../domain/institution.ts';
import { readInstitutions } from './institution-files.ts';

/** The institutions that this installation knows, ordered by name and then by id. */
export interface InstitutionCatalog {
  readonly all: readonly Institution[];
  find(id: string): Institution | null;
  /** The institution one of whose portals has the same host as a normalised portal URL. */
  findByPortal(portalUrl: string): Institution | null;
  /** By part of a name or id, or by a portal's URL or domain; case does not matter. */
  search(query: string): readonly Institution[];
}

/** Definitions that cannot be used. The message has a line for each fault, with file, field and what to do. */
export class InstitutionFileError extends Error {
  override readonly name = 'InstitutionFileError';
}

/** The catalog of the definitions of a folder, as `readInstitutions` reads them. Throws InstitutionFileError that names every fault. */
export async function loadInstitutions(
  folder: string,
  variables: Readonly<Record<string, string>>,
): Promise<InstitutionCatalog> {
  const { institutions, faults } = await readInstitutions(folder, variables);
  if (faults.length > 0)
    throw new InstitutionFileError(faults.map(({ message, fix }) => `${message} ${fix}`).join('\n'));
  return createCatalog(institutions);
}

/** A catalog of given institutions. */
export function createCatalog(institutions: readonly Institution[]): InstitutionCatalog {
  const all = [...institutions].sort((a, b) => compare(a.name, b.name) || compare(a.id, b.id));
  const byId = new Map(all.map((institution) => [institution.id, institution]));
  return {
    all,
    find: (id) => byId.get(id) ?? null,
    findByPortal: (portalUrl) =>
      all.find((institution) => hostsOf(institution).includes(new URL(portalUrl).hostname)) ?? null,
    search: (query) => {
      const wanted = query.trim().toLowerCase();
      const portal = normalisePortalUrl(wanted.includes('://') ? wanted : `https://${wanted}`);
      return all.filter(
        (institution) =>
          institution.name.toLowerCase().includes(wanted) ||
          institution.id.includes(wanted) ||
          (portal.ok && hostsOf(institution).some((host) => host === portal.host || host.endsWith(`.${portal.host}`))),
      );
    },
  };
}

function hostsOf(institution: Institution): string[] {
  return [institution.defaultPortalUrl, ...institution.additionalPortalUrls]
    .filter((url) => url !== null)
    .map((url) => new URL(url).hostname);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
