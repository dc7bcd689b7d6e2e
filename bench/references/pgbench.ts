import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Contestant } from '../harness/rounds.ts';
import { type Organization, startCommits } from '../organization/organization.ts';
import type { PageQuery } from './page-query.ts';
import { renderPgOptions, type SessionSettings } from './session-settings.ts';

const DEBIAN_FOLDER = '/usr/lib/postgresql';

export const PGBENCH_MISSING =
  'pgbench is not installed, so this reference is missing. Install it, on Debian with: apt-get install postgresql-contrib';

/** The program on the path, or where Debian puts it; null where there is none. */
export function findPgbench(): string | null {
  const versions = existsSync(DEBIAN_FOLDER) ? readdirSync(DEBIAN_FOLDER).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    // The program on Debian's path only looks for this one.
    ...versions.map((version) => join(DEBIAN_FOLDER, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ];
  return folders.map((folder) => join(folder, 'pgbench')).find(isProgram) ?? null;
}

/** The query from random positions of the organization, with the prepared protocol; its figure is pages per second. */
export function pgbenchContestant(options: {
  readonly name: string;
  readonly program: string;
  readonly databaseUrl: string;
  /** Those of the product's own connections. */
  readonly sessionSettings: SessionSettings;
  readonly query: PageQuery;
  readonly organization: Organization;
  readonly clients: number;
  /** Where its script is written. */
  readonly scriptFile: string;
}): Contestant {
  const { name, program, query, organization, clients, scriptFile } = options;
  writeFileSync(scriptFile, scriptOf(query, organization));
  const url = new URL(options.databaseUrl);
  const variables = query.parameters.flatMap((value, index) =>
    query.positionAt.includes(index) ? [] : ['-D', `p${index + 1}=${value}`],
  );
  return {
    name,
    run: async (durationMs) => {
      const seconds = String(Math.max(1, Math.round(durationMs / 1_000)));
      const load = ['-n', '-M', 'prepared', '-c', String(clients), '-j', '2', '-T', seconds, '-f', scriptFile];
      const place = ['-h', url.hostname, '-p', url.port, '-U', decodeURIComponent(url.username)];
      const database = decodeURIComponent(url.pathname.slice(1));
      const output = await runProgram(program, [...load, ...variables, ...place, database], {
        PATH: process.env.PATH,
        PGPASSWORD: decodeURIComponent(url.password),
        PGOPTIONS: renderPgOptions(options.sessionSettings),
      });
      return readRate(output);
    },
  };
}

/** The positions are those of `positionAt`, drawn by pgbench itself. */
function scriptOf({ text, positionAt }: PageQuery, { commits, commitChanges, stride, rows }: Organization): string {
  const named = text.replaceAll(/\$(\d+)/g, (_, number: string) =>
    positionAt.includes(Number(number) - 1) ? ':position' : `:p${number}`,
  );
  return [
    `\\set commit random(0, ${startCommits({ commits, rows }) - 1})`,
    `\\set position :commit * ${stride} + random(0, ${commitChanges - 1})`,
    `${named};`,
    '',
  ].join('\n');
}

function readRate(output: string): number {
  const rate = Number(/^tps = ([\d.]+)/m.exec(output)?.[1]);
  const failed = Number(/^number of failed transactions: (\d+)/m.exec(output)?.[1] ?? 0);
  if (!(rate > 0) || failed > 0) throw new Error(`pgbench did not finish its work: ${output}`);
  return rate;
}

function runProgram(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  child.once('error', reject);
  child.once('close', (code, signal) => {
    if (code === 0) resolve(output);
    else reject(new Error(`${program} ended with ${signal ?? `code ${code}`}: ${errors}`));
  });
  return promise;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Absent, or not for us to run: the same to the caller.
    return false;
  }
}
