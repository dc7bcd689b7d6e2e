import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { loadContract } from '../../src/api/contract/contract.ts';
import { operations } from '../../src/api/operations.ts';
import { createProgram } from '../../src/cli/program.ts';
import { ConfigError } from '../../src/config/problem.ts';
import { SETTINGS } from '../../src/config/settings.ts';
import { readConfig } from '../../src/config.ts';
import { findConnector } from '../../src/connectors/registry.ts';
import { SCOPES } from '../../src/domain/access/scope.ts';
import { AUDIT_ACTIONS } from '../../src/domain/audit-entry.ts';
import { FAULTS, type FaultCode, faultOf } from '../../src/domain/connection/connection-fault.ts';
import {
  ACTOR_OF_CAUSE,
  type ConnectionStatus,
  LIFECYCLE,
  type LifecycleCause,
  type LifecycleState,
  moveConnection,
} from '../../src/domain/connection/connection-lifecycle.ts';
import { EXPIRY_THRESHOLDS_DAYS, WARNING_CODES } from '../../src/domain/connection/connection-warning.ts';
import { ERROR_CATALOGUE } from '../../src/domain/error-catalogue.ts';
import { codeOf, listPages, type Page, readPage, sectionOf, tableRows } from '../support/markdown.ts';
import { ROOT } from '../support/root.ts';

const pages = listPages();
const readJson = (path: string) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
/** Names in the first column of a text's tables. */
const firstColumn = (text: string) => tableRows(text).flatMap(([cell = '']) => codeOf(cell) ?? []);
const everywhere = (pattern: RegExp) =>
  pages.flatMap(({ path, text }) => [...text.matchAll(pattern)].map((match) => ({ path, match })));

describe('the configuration page', () => {
  const page = readPage('docs/operations/configuration.md');
  const rows = new Map(tableRows(page.text).map(([name = '', ...rest]) => [codeOf(name), rest]));

  it.each(Object.entries(SETTINGS))('describes %s with its default', (name, { fallback }) => {
    const [shown, meaning] = rows.get(name) ?? [];
    expect(shown).toBe(fallback === '' ? '' : `\`${fallback}\``);
    expect(meaning).toMatch(/\w/);
  });

  it('knows no setting that does not exist, and nor does any other page', () => {
    const named = new Set(everywhere(/\b(?:CAUSEWAY_[A-Z_]*[A-Z]|DATABASE_URL)\b/g).map(({ match }) => match[0]));
    expect([...named].filter((name) => !isVariable(name))).toEqual([]);
  });

  /** A setting, or a variable of another program of the project: those are the ones that readConfig lets pass. */
  function isVariable(name: string): boolean {
    if (Object.hasOwn(SETTINGS, name)) return true;
    try {
      readConfig({ [name]: '1' }, ROOT);
      return true;
    } catch (error) {
      if (error instanceof ConfigError) return false;
      throw error;
    }
  }
});

/** Every command that does something, by the words that call it. */
function listCommands(command: Command, words: readonly string[] = []): Map<string, Command> {
  if (command.commands.length === 0) return new Map([[words.join(' '), command]]);
  return new Map(command.commands.flatMap((each) => [...listCommands(each, [...words, each.name()])]));
}

const program = await createProgram();
const commands = listCommands(program);
const optionNames = (command: Command) => command.options.flatMap(({ long }) => long ?? []);
const GLOBAL_OPTIONS = [...optionNames(program), '--help'];

describe('the page of commands', () => {
  const page = readPage('docs/operations/commands.md');

  it.each([...commands])('describes causeway %s with its options and no others', (words, command) => {
    const documented = tableRows(sectionOf(page, `causeway ${words}`)).flatMap(([cell = '']) => codeOf(cell) ?? []);
    expect(documented).toEqual(command.options.map(({ flags }) => flags));
  });

  it('describes no command that does not exist', () => {
    const headings = [...page.text.matchAll(/^## causeway (.+)$/gm)].map(([, words]) => words);
    expect(headings.sort()).toEqual([...commands.keys()].sort());
  });

  it('and no other page says of one that it does not exist yet', () => {
    const missing = pages.flatMap(({ text }) => [...text.matchAll(/^## Not yet\n([\s\S]*?)(?=^## |$(?![\s\S]))/gm)]);
    const named = missing.flatMap(([, text = '']) =>
      [...text.matchAll(/`(?:causeway )?([a-z -]+)`/g)].map(([, name]) => name),
    );
    expect(missing.length).toBeGreaterThan(0);
    expect(named.filter((name) => [...commands.keys()].some((words) => words.split(' ')[0] === name))).toEqual([]);
  });

  it('lists the global options and every scope', () => {
    const globals = sectionOf(page, 'Global options');
    for (const name of GLOBAL_OPTIONS) expect(globals).toContain(`\`${name}\``);
    expect(
      [...sectionOf(page, 'causeway keys create').matchAll(/`([a-z]+:[a-z]+)`/g)].map(([, scope]) => scope),
    ).toEqual([...SCOPES]);
  });

  it('lists the scripts of the project', () => {
    const scripts = Object.keys(readJson('package.json').scripts).map((name) =>
      name === 'test' ? 'npm test' : `npm run ${name}`,
    );
    expect(firstColumn(sectionOf(page, 'Scripts')).sort()).toEqual(scripts.sort());
  });
});

describe('the page of the audit log', () => {
  it('explains every action', () => {
    const page = readPage('docs/operations/audit-log.md');
    expect(firstColumn(sectionOf(page, 'Actions'))).toEqual([...AUDIT_ACTIONS]);
  });
});

describe('commands in the text', () => {
  it.each(pages.map((page) => [page.path, page] as const))(
    '%s names only commands and options that exist',
    (_, page) => {
      expect(listCalls(page).filter((call) => !isCommand(call))).toEqual([]);
    },
  );

  it('name only scripts that exist', () => {
    const { scripts } = readJson('package.json');
    const named = everywhere(/\bnpm run (?:-s )?([a-z:]+)/g).map(({ match }) => match[1] ?? '');
    expect([...new Set(named)].filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  /** What follows `causeway` (or `npm run causeway --`) in code, to the end of the line. */
  function listCalls({ code }: Page): string[] {
    return code
      .flatMap((text) => text.split('\n'))
      .flatMap((line) => /(?:^|\s|\/)causeway(?:\.mjs)?(?: --)? ([a-z-][^#`]*)/.exec(line)?.[1]?.trim() ?? []);
  }

  function isCommand(call: string): boolean {
    const words = call.replace(/^-- /, '').split(/\s+/);
    if (words[0] === '<command>' || words[0] === 'help' || GLOBAL_OPTIONS.includes(words[0] ?? '')) return true;
    const found = [...commands].find(([name]) => call === name || call.startsWith(`${name} `))?.[1];
    const options = words.filter((word) => word.startsWith('--'));
    return found !== undefined && options.every((name) => [...optionNames(found), ...GLOBAL_OPTIONS].includes(name));
  }
});

describe('the pages of errors', () => {
  const codes = Object.keys(ERROR_CATALOGUE);

  it('are one for each code, and the overview links to each', () => {
    const files = readdirSync(join(ROOT, 'docs/errors')).filter((name) => name !== 'README.md');
    expect(files.sort()).toEqual(codes.map((code) => `${code}.md`).sort());
    const overview = readPage('docs/errors/README.md').text;
    for (const code of codes) expect(overview).toContain(`](${code}.md)`);
  });
});

describe('the page of institution definitions', () => {
  const page = readPage('docs/connectors/institution-definitions.md');
  const schema = readJson('institutions/schema.json');

  it('describes every property of the schema, whether it is required, and no others', () => {
    const table = tableRows(page.text).filter(
      (cells) => cells.length === 3 && !/^`(?:stable|stablePerStatus|hint|none)`$/.test(cells[0] ?? ''),
    );
    const described = table.map(([name = '', required = '']) => [codeOf(name), required.startsWith('yes')]);
    expect(described).toEqual(listProperties(schema, ''));
  });

  it('names every value that a property can have', () => {
    const values: string[] = [
      ...schema.properties.environment.enum,
      ...schema.properties.sourceIds.enum,
      ...schema.properties.credentials.items.enum,
    ];
    for (const value of values) expect(page.code).toContain(value);
  });

  it('has a page for the connector of every definition', () => {
    const files = readdirSync(join(ROOT, 'institutions')).filter((name) => name.endsWith('.yaml'));
    const names: string[] = files.map(
      (file) =>
        // The shape that the schema of the definitions holds them to.
        (load(readFileSync(join(ROOT, 'institutions', file), 'utf8')) as { connector: { name: string } }).connector
          .name,
    );
    for (const name of names) {
      expect(findConnector(name)).not.toBeNull();
      expect(readPage(`docs/connectors/${name}.md`).text).toContain(`# \`${name}\``);
    }
  });

  /** Dotted names with whether the object that holds them needs them, in the schema's order. */
  function listProperties(object: SchemaObject, prefix: string): [string, boolean][] {
    return Object.entries(object.properties ?? {}).flatMap(([name, property]) => [
      [`${prefix}${name}`, (object.required ?? []).includes(name)],
      // Free names below settings are the connectors' own.
      ...listProperties(property, `${prefix}${name}.`),
    ]);
  }
});

interface SchemaObject {
  readonly properties?: Readonly<Record<string, SchemaObject>>;
  readonly required?: readonly string[];
}

describe('the page of the lifecycle', () => {
  const page = readPage('docs/connection-lifecycle.md');
  const STATUSES = Object.keys(LIFECYCLE) as ConnectionStatus[]; // Object.keys forgets the literal names.
  const [header = []] = [...sectionOf(page, 'Causes').matchAll(/^\| status \|(.+)\|$/gm)].map(([, cells = '']) =>
    cells.split('|').map((cell) => codeOf(cell.trim()) ?? ''),
  );
  const cells = tableRows(sectionOf(page, 'Causes')).flatMap(([status = '', ...moves]) =>
    moves.map((cell, index) => [codeOf(status) ?? '', header[index] ?? '', cell] as const),
  );

  it('has every status and every cause', () => {
    expect(firstColumn(page.text.slice(0, page.text.indexOf('## Causes')))).toEqual(STATUSES);
    expect(cells.map(([status, cause]) => `${status} ${cause}`).sort()).toEqual(
      STATUSES.flatMap((status) => Object.keys(LIFECYCLE[status]).map((cause) => `${status} ${cause}`)).sort(),
    );
  });

  it.each(cells)('says what %s does on %s: %s', (status, cause, cell) => {
    const outcomes = outcomesOf(status as ConnectionStatus, cause as LifecycleCause['type']); // Checked just before.
    expect(outcomes).toEqual(documentedOutcomes(status, cell));
  });

  it.each(Object.entries(FAULTS))('says what %s leads to and who acts', (code, { leadsTo, actor }) => {
    const row = tableRows(sectionOf(page, 'Faults')).find(([name = '']) => codeOf(name) === code) ?? [];
    expect(row[1]?.replaceAll('`', '')).toBe(leadsTo);
    expect(row[2]).toBe(`\`${actor}\``);
  });

  it('says who is behind each cause, and of no other', () => {
    const rows = tableRows(sectionOf(page, 'Actors of causes'));
    expect(Object.fromEntries(rows.map(([cause = '', actor = '']) => [codeOf(cause), codeOf(actor)]))).toEqual(
      ACTOR_OF_CAUSE,
    );
  });

  it('tells of every warning, and when what expires is announced', () => {
    const text = sectionOf(page, 'Warnings');
    const named = tableRows(text).flatMap(([cell = '']) => [...cell.matchAll(/`([a-z_]+)`/g)].map(([, code]) => code));
    expect(named).toEqual([...WARNING_CODES]);
    const [last, ...others] = [...EXPIRY_THRESHOLDS_DAYS].reverse();
    expect(text).toContain(`from ${others.reverse().join(', ')} and ${last} days before`);
  });

  it('has no fault that does not exist', () => {
    expect(firstColumn(sectionOf(page, 'Faults')).sort()).toEqual(Object.keys(FAULTS).sort());
  });

  /** Every way a cause can end in a status, over all faults and all states that a connection can have there. */
  function outcomesOf(status: ConnectionStatus, type: LifecycleCause['type']): string[] {
    const faults = Object.keys(FAULTS) as FaultCode[]; // Object.keys forgets the literal names.
    const causes: LifecycleCause[] =
      type === 'syncFailed' ? faults.map((code) => ({ type, fault: faultOf(code) })) : [{ type }];
    const outcomes = statesOf(status).flatMap((state) =>
      causes.map((cause) => {
        const step = moveConnection(state, cause);
        if (step.kind === 'refused') return step.code;
        return step.kind === 'unchanged' ? '–' : step.next.status;
      }),
    );
    return [...new Set(outcomes)].sort();
  }

  function statesOf(status: ConnectionStatus): LifecycleState[] {
    const kind = status === 'draft' || status === 'pendingActivation' ? 'setup' : 'ready';
    const base = { kind, status, resumeStatus: null, fault: null, setupFailed: false } as const;
    if (status === 'draft') return [base, { ...base, fault: faultOf('account_locked'), setupFailed: true }];
    if (status === 'paused')
      return (['active', 'errored', 'reauthRequired'] as const).map((resumeStatus) => ({ ...base, resumeStatus }));
    if (status === 'errored') return [{ ...base, fault: faultOf('portal_unavailable') }];
    if (status === 'reauthRequired') return [{ ...base, fault: faultOf('password_expired') }];
    return [base];
  }

  /** What a cell of the table promises, with its footnote. */
  function documentedOutcomes(status: string, cell: string): string[] {
    const plain = cell.replace(/ \(\d\)$/, '');
    if (plain === 'by fault')
      return status === 'pendingActivation'
        ? ['draft', 'pendingActivation']
        : [...new Set(['errored', 'reauthRequired', status])].sort();
    if (plain === 'the status before') return ['active', 'errored', 'reauthRequired'];
    const outcome = codeOf(plain) ?? plain;
    // The footnotes that say when nothing changes.
    return (/\((?:1|5)\)$/.test(cell) ? [outcome, '–'] : [outcome]).sort();
  }
});

describe('paths in the text', () => {
  it('are served, except where a page tells what an error of the contract means', () => {
    const contract = loadContract(join(ROOT, 'openapi', 'causeway.yaml'));
    const served = operations.map(({ id }) => contract.operations.get(id)?.path ?? '');
    const patterns = served.map((path) => new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`));
    const named = everywhere(/\/v1\/[A-Za-z0-9_/{}$.-]*[A-Za-z0-9_}]/g).filter(
      ({ path }) => !path.startsWith('docs/errors/'),
    );
    expect(named.length).toBeGreaterThan(20);
    expect(
      named.map(({ match }) => match[0]).filter((path) => !patterns.some((pattern) => pattern.test(path))),
    ).toEqual([]);
  });
});

describe('the changelog', () => {
  it('has a section for the present version', () => {
    const { version } = readJson('package.json');
    expect(readPage('CHANGELOG.md').text).toMatch(new RegExp(`^## ${version.replaceAll('.', '\\.')}\\b`, 'm'));
  });
});
