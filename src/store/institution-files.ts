import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { load, YAMLException } from 'js-yaml';
import { normalisePortalUrl } from '../domain/connection/portal-url.ts';
import type { DemoBank, Institution } from '../domain/institution.ts';
import { systemErrorCode } from '../infra/system-error.ts';

/** One fault of the folder of definitions or of a file in it, as two sentences. */
export interface InstitutionFault {
  /** What is wrong and where: path and, inside a file, the property. */
  readonly message: string;
  readonly fix: string;
}

/** A folder of definitions as far as it can be read. */
export interface ReadInstitutions {
  readonly institutions: readonly Institution[];
  readonly faults: readonly InstitutionFault[];
  /** Whether the folder and its schema could be read. */
  readonly isReadable: boolean;
  /** Files that are not read though they seem to be definitions, by path. */
  readonly overlooked: readonly string[];
}

const NOTHING_READ = { institutions: [], isReadable: false, overlooked: [] };
const SCHEMA_FILE = 'schema.json';
const NAME_FOLDER = 'Name the folder of the institution definitions in CAUSEWAY_INSTITUTIONS_DIR.';
const COPY_SCHEMA = `Copy institutions/${SCHEMA_FILE} of this release into the folder.`;
const CORRECT = 'Correct the file; docs/connectors/institution-definitions.md has every property.';

/**
 * Reads every `*.yaml` of a folder against `schema.json` beside them. `${name}` in a connector setting or a control
 * address stands for a value of `variables`, so that an operator's addresses stay out of the files. Definitions with a fault are left out.
 */
export async function readInstitutions(
  folder: string,
  variables: Readonly<Record<string, string>>,
): Promise<ReadInstitutions> {
  const names = await takeOrExplain(() => readdir(folder), folder, NAME_FOLDER);
  if (!names.ok) return { ...NOTHING_READ, faults: [names.fault] };
  const schema = await readSchema(join(folder, SCHEMA_FILE));
  if (!schema.ok) return { ...NOTHING_READ, faults: [schema.fault] };
  const institutions: Institution[] = [];
  const faults: InstitutionFault[] = [];
  for (const name of names.value.filter((each) => each.endsWith('.yaml')).sort()) {
    const read = await readDefinition({ folder, name }, schema.value, variables);
    if ('id' in read) institutions.push(read);
    else faults.push(...read);
  }
  const overlooked = names.value.filter((name) => /\.ya?ml$/i.test(name) && !name.endsWith('.yaml'));
  return { institutions, faults, isReadable: true, overlooked: overlooked.sort().map((name) => join(folder, name)) };
}

/**
 * Whether the folder has the schema of this release, whose own definitions lie in `released`: an older copy lets through what is no longer
 * understood, and refuses what is new. Asked of folders that `readInstitutions` could read.
 */
export async function hasSchemaOf(folder: string, released: string): Promise<boolean> {
  const [own, current] = await Promise.all(
    [folder, released].map(
      async (each): Promise<unknown> => JSON.parse(await readFile(join(each, SCHEMA_FILE), 'utf8')),
    ),
  );
  return isDeepStrictEqual(own, current);
}

type Taken<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: InstitutionFault };

/** What the system refuses is a fault of the installation; anything else is one of ours. */
async function takeOrExplain<T>(take: () => Promise<T>, path: string, ifAbsent: string): Promise<Taken<T>> {
  try {
    return { ok: true, value: await take() };
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (code === null) throw cause;
    return { ok: false, fault: explainRefusal(path, code, ifAbsent) };
  }
}

/** Why a file or folder cannot be read, by the system's error code. */
export function explainRefusal(path: string, code: string, ifAbsent: string): InstitutionFault {
  if (code === 'ENOENT') return { message: `There is no ${path}.`, fix: ifAbsent };
  if (code === 'ENOTDIR') return { message: `${path} is no folder.`, fix: NAME_FOLDER };
  if (code === 'EISDIR') return { message: `${path} is a folder and no file.`, fix: 'Move it elsewhere.' };
  if (code === 'EACCES' || code === 'EPERM')
    return {
      message: `This user may not read ${path}.`,
      fix: 'Let the user as whom Causeway runs read it, with "chown" or "chmod".',
    };
  return { message: `${path} cannot be read (${code}).`, fix: 'See to the disk and the links on which it lies.' };
}

async function readSchema(path: string): Promise<Taken<ValidateFunction<InstitutionFile>>> {
  const text = await takeOrExplain(() => readFile(path, 'utf8'), path, COPY_SCHEMA);
  if (!text.ok) return text;
  try {
    // The schema is the project's own: to hold it against JSON Schema's takes six times as long as to hold all files against it.
    const ajv = new Ajv2020({ allErrors: true, meta: false, validateSchema: false });
    return { ok: true, value: ajv.compile<InstitutionFile>(JSON.parse(text.value)) };
  } catch (cause) {
    // A copy that somebody has changed: what is wrong with it does not matter, because the release has the right one.
    const why = cause instanceof Error ? cause.message : String(cause);
    return { ok: false, fault: { message: `${path} is no JSON Schema: ${why}.`, fix: COPY_SCHEMA } };
  }
}

async function readDefinition(
  { folder, name }: { readonly folder: string; readonly name: string },
  validate: ValidateFunction<InstitutionFile>,
  variables: Readonly<Record<string, string>>,
): Promise<Institution | InstitutionFault[]> {
  const path = join(folder, name);
  const text = await takeOrExplain(() => readFile(path, 'utf8'), path, 'Remove the link that leads nowhere.');
  if (!text.ok) return [text.fault];
  const explain = (what: string): InstitutionFault => ({ message: `${path}: ${what}.`, fix: CORRECT });
  let content: unknown;
  try {
    content = load(text.value, { filename: name });
  } catch (cause) {
    if (!(cause instanceof YAMLException)) throw cause;
    // The whole message would show lines of the file.
    const line = cause.mark === undefined ? '' : `line ${cause.mark.line + 1}: `;
    return [explain(`${line}it is no YAML: ${cause.reason}`)];
  }
  if (!validate(content)) return (validate.errors ?? []).map((error) => explain(describeError(error)));
  if (`${content.id}.yaml` !== name)
    return [
      {
        message: `${path}: id must be the file's name, ${content.id} is not.`,
        fix: `Call the file ${content.id}.yaml, or correct the id.`,
      },
    ];
  const fields = new FieldReader(variables);
  const institution = toInstitution(content, fields);
  return fields.faults.length === 0 ? institution : fields.faults.map(explain);
}

/** As a clause that begins with the property, dotted as in the documentation. */
function describeError({ instancePath, keyword, params, message = 'is wrong' }: ErrorObject): string {
  const field = instancePath.slice(1).replaceAll('/', '.');
  // The library's own words leave the names out.
  const what =
    keyword === 'additionalProperties'
      ? `must not have the property ${params.additionalProperty}`
      : keyword === 'enum'
        ? `must be one of ${params.allowedValues.join(', ')}`
        : message;
  return field === '' ? what : `${field} ${what}`;
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

/** Reads what a schema cannot check, and notes what is wrong with it. */
class FieldReader {
  readonly faults: string[] = [];
  readonly #variables: Readonly<Record<string, string>>;

  constructor(variables: Readonly<Record<string, string>>) {
    this.#variables = variables;
  }

  /** Puts the values of variables in. */
  text(field: string, text: string): string {
    return text.replaceAll(/\$\{(\w+)\}/g, (_, variable: string) => {
      const value = this.#variables[variable];
      if (value === undefined) this.faults.push(`${field} uses the unknown variable ${variable}`);
      return value ?? '';
    });
  }

  address(field: string, text: string): string {
    const url = this.text(field, text).replace(/\/+$/, '');
    if (!URL.canParse(url) || !/^https?:/.test(url))
      this.faults.push(`${field} must be a complete http or https address`);
    return url;
  }

  portalUrl(field: string, text: string): string {
    const url = normalisePortalUrl(text);
    if (url.ok) return url.url;
    this.faults.push(`${field}: ${text} ${url.message}`);
    return text;
  }
}

function toInstitution(file: InstitutionFile, fields: FieldReader): Institution {
  const { connector, sandbox, portalUrls } = file;
  // A live bank has nothing to steer and nobody to play there, so an address in its sandbox is a mistake.
  if (sandbox !== undefined && file.environment !== 'demo')
    fields.faults.push('sandbox.controlUrl is for demo institutions only; remove it');
  return {
    id: file.id,
    name: file.name,
    country: file.country ?? null,
    demo: file.environment === 'demo',
    defaultPortalUrl:
      portalUrls?.default === undefined ? null : fields.portalUrl('portalUrls.default', portalUrls.default),
    additionalPortalUrls: (portalUrls?.additional ?? []).map((url) => fields.portalUrl('portalUrls.additional', url)),
    connector:
      connector === undefined
        ? null
        : { name: connector.name, settings: resolveSettings(connector.settings ?? {}, fields) },
    sandboxControlUrl: sandbox === undefined ? null : fields.address('sandbox.controlUrl', sandbox.controlUrl),
    demoBank: toDemoBank(sandbox, fields),
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

function resolveSettings(settings: Readonly<Record<string, string>>, fields: FieldReader): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings).map(([key, text]) => [key, fields.text(`connector.settings.${key}`, text)]),
  );
}

function toDemoBank(sandbox: FileSandbox | undefined, fields: FieldReader): DemoBank | null {
  const { portalUrl: address, signIn } = sandbox ?? {};
  if (address === undefined || signIn === undefined) return null;
  return { portalUrl: fields.address('sandbox.portalUrl', address), signIn };
}
