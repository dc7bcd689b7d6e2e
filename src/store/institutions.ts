import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { load } from 'js-yaml';
import { normalisePortalUrl } from '../domain/connection/portal-url.ts';
import type { DemoBank, Institution } from '../domain/institution.ts';

/** The institutions that this installation knows, ordered by name and then by id. */
export interface InstitutionCatalog {
  readonly all: readonly Institution[];
  find(id: string): Institution | null;
  /** The institution one of whose portals has the same host as a normalised portal URL. */
  findByPortal(portalUrl: string): Institution | null;
  /** By part of a name or id, or by a portal's URL or domain; case does not matter. */
  search(query: string): readonly Institution[];
}

/** A definition file that cannot be used. The message names file and field. */
export class InstitutionFileError extends Error {
  override readonly name = 'InstitutionFileError';
}

/**
 * Reads every `*.yaml` of a folder against `schema.json` beside them. `${name}` in a connector setting or a control
 * address stands for a value of `variables`, so that an operator's addresses stay out of the files. Throws InstitutionFileError.
 */
export async function loadInstitutions(
  folder: string,
  variables: Readonly<Record<string, string>>,
): Promise<InstitutionCatalog> {
  // The schema is the project's own: to hold it against JSON Schema's takes six times as long as to hold all files against it.
  const validate = new Ajv2020({ allErrors: true, meta: false, validateSchema: false }).compile<InstitutionFile>(
    JSON.parse(await readFile(join(folder, 'schema.json'), 'utf8')),
  );
  const institutions: Institution[] = [];
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort()) {
    const content: unknown = load(await readFile(join(folder, file), 'utf8'), { filename: file });
    if (!validate(content)) {
      const faults = (validate.errors ?? []).map((error) => `${error.instancePath || '/'} ${error.message ?? ''}`);
      throw new InstitutionFileError(`${file} is no valid institution definition: ${faults.join('; ')}`);
    }
    if (`${content.id}.yaml` !== file)
      throw new InstitutionFileError(`${file}: id must be the file's name, ${content.id} is not`);
    institutions.push(toInstitution(content, file, variables));
  }
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

interface FileSandbox {
  readonly controlUrl: string;
  readonly portalUrl?: string;
  readonly signIn?: DemoBank['signIn'];
}

/** The shape of a definition file; `schema.json` checks it. */
interface InstitutionFile {
  readonly id: string;
  readonly name: string;
  readonly country?: string;
  readonly environment: 'live' | 'demo';
  readonly portalUrls?: { readonly default?: string; readonly additional?: readonly string[] };
  readonly connector?: { readonly name: string; readonly settings?: Readonly<Record<string, string>> };
  readonly sandbox?: FileSandbox;
  readonly codeDigits?: Institution['codeDigits'];
  readonly credentials?: Institution['requiredCredentials'];
  readonly delegatedUser?: {
    readonly permissions?: readonly string[];
    readonly guideUrl?: string;
    readonly terms?: Institution['delegatedUser']['terms'];
  };
  readonly sourceIds: Institution['sourceIds'];
  readonly pendingWindowDays: number;
  readonly latenessDays: number;
  readonly historyDays: number;
  readonly rhythm: Institution['rhythm'];
}

function toInstitution(file: InstitutionFile, name: string, variables: Readonly<Record<string, string>>): Institution {
  return {
    id: file.id,
    name: file.name,
    country: file.country ?? null,
    demo: file.environment === 'demo',
    defaultPortalUrl: file.portalUrls?.default === undefined ? null : portalUrl(file.portalUrls.default, name),
    additionalPortalUrls: (file.portalUrls?.additional ?? []).map((url) => portalUrl(url, name)),
    connector:
      file.connector === undefined
        ? null
        : { name: file.connector.name, settings: resolveSettings(file.connector.settings ?? {}, name, variables) },
    sandboxControlUrl:
      file.sandbox === undefined
        ? null
        : resolveSandboxUrl(file, 'controlUrl', file.sandbox.controlUrl, { name, variables }),
    demoBank: toDemoBank(file, name, variables),
    codeDigits: file.codeDigits ?? {},
    requiredCredentials: file.credentials ?? [],
    delegatedUser: {
      permissions: file.delegatedUser?.permissions ?? [],
      guideUrl: file.delegatedUser?.guideUrl ?? null,
      terms: file.delegatedUser?.terms ?? {},
    },
    sourceIds: file.sourceIds,
    pendingWindowDays: file.pendingWindowDays,
    latenessDays: file.latenessDays,
    historyDays: file.historyDays,
    rhythm: file.rhythm,
  };
}

function resolveSettings(
  settings: Readonly<Record<string, string>>,
  file: string,
  variables: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings).map(([key, text]) => [
      key,
      resolveText(text, `${file}: connector.settings.${key}`, variables),
    ]),
  );
}

function toDemoBank(file: InstitutionFile, name: string, variables: Readonly<Record<string, string>>): DemoBank | null {
  const { portalUrl: address, signIn } = file.sandbox ?? {};
  if (address === undefined || signIn === undefined) return null;
  return { portalUrl: resolveSandboxUrl(file, 'portalUrl', address, { name, variables }), signIn };
}

/** A live bank has nothing to steer and nobody to play there, so an address in its sandbox is a mistake. */
function resolveSandboxUrl(
  { environment }: InstitutionFile,
  field: 'controlUrl' | 'portalUrl',
  text: string,
  { name, variables }: { readonly name: string; readonly variables: Readonly<Record<string, string>> },
): string {
  const place = `${name}: sandbox.${field}`;
  if (environment !== 'demo') throw new InstitutionFileError(`${place} is for demo institutions only; remove it`);
  const url = resolveText(text, place, variables).replace(/\/+$/, '');
  if (!URL.canParse(url) || !/^https?:/.test(url))
    throw new InstitutionFileError(`${place} must be a complete http or https address`);
  return url;
}

/** Puts the values of variables in; `place` names the field in the message when one is unknown. */
function resolveText(text: string, place: string, variables: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\{(\w+)\}/g, (_, variable: string) => {
    const value = variables[variable];
    if (value === undefined) throw new InstitutionFileError(`${place} uses the unknown variable ${variable}`);
    return value;
  });
}

function portalUrl(text: string, file: string): string {
  const url = normalisePortalUrl(text);
  if (!url.ok) throw new InstitutionFileError(`${file}: portalUrls: ${text} ${url.message}`);
  return url.url;
}

function hostsOf(institution: Institution): string[] {
  return [institution.defaultPortalUrl, ...institution.additionalPortalUrls]
    .filter((url) => url !== null)
    .map((url) => new URL(url).hostname);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
