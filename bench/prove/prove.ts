import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createApiKey } from '../../src/commands/create-api-key.ts';
import { createOrganization } from '../../src/commands/create-organization.ts';
import { readConfig } from '../../src/config.ts';
import { ENVIRONMENTS, type Environment } from '../../src/domain/environment.ts';
import { SCOPES } from '../../src/domain/scope.ts';
import type { Sql } from '../../src/infra/database.ts';
import { silentLog } from '../../src/infra/log.ts';
import { type Installation, openInstallation } from '../../src/main.ts';
import { type ApiProcesses, startApiProcesses } from './api-processes.ts';
import { seededChoices } from './choices.ts';
import { compareMirror, compareServer, type Difference } from './comparison.ts';
import { type Disturbances, disturb, NO_DISTURBANCES } from './disturb.ts';
import { type Expectation, readExpectation } from './expectation.ts';
import { type KeptChild, keepChild } from './kept-child.ts';
import { createProofTables, listMarkers } from './markers.ts';
import { type FaultKind, Mirror } from './mirror.ts';
import { freshProfiles, type ReaderProfile, readerProfiles } from './profiles.ts';
import type { ReaderConfig } from './reader-process.ts';
import { readServer, type ServerState } from './server-rows.ts';
import { createCustomer } from './world.ts';
import type { WriterConfig } from './writer-process.ts';
import type { WrongReaderConfig, WrongResult } from './wrong-reader-process.ts';

export interface ProofOptions {
  readonly seed: string;
  /** How long writers write and everything is disturbed; reading to the end comes on top. */
  readonly churnMs: number;
  readonly writers: number;
  readonly readers: number;
  readonly apis: number;
  /** An empty, migrated database of a real server. */
  readonly databaseUrl: string;
  /** An empty folder for journals, mirrors and the API's own data. */
  readonly folder: string;
  /** Probability that a writer dies at a given point of a transaction, and a reader at one of a page. */
  readonly deathRate: number;
  /** Mean time between two disturbances from outside. */
  readonly disturbEveryMs: number;
  readonly signal: AbortSignal;
  progress(status: ProofStatus): void;
}

export interface ProofStatus {
  readonly elapsedMs: number;
  readonly phase: 'writing' | 'reading to the end' | 'comparing';
  readonly changes: number;
  readonly disturbances: Disturbances;
}

export interface MirrorResult {
  readonly name: string;
  readonly difference: Difference;
  readonly outOfOrder: number;
  readonly wrongType: number;
  readonly faults: readonly string[];
  readonly pages: number;
  readonly events: number;
  readonly bootstraps: number;
  readonly expired: number;
  readonly deaths: number;
}

export interface ProofResult {
  readonly seed: string;
  readonly mirrors: readonly MirrorResult[];
  readonly server: Difference;
  readonly wrong: readonly WrongResult[];
  readonly expectation: Pick<Expectation, 'changes' | 'transactions'>;
  readonly tombstones: number;
  readonly writerDeaths: number;
  readonly disturbances: Disturbances;
}

/** Fresh readers and those that are far behind get this long to read to the end. */
const READ_TO_END_MS = 180_000;
const WRITERS_END_MS = 60_000;
const PROGRESS_MS = 5_000;
const LANES = 2;
const ENTITIES = 4;

/**
 * Writes, reads, kills and disturbs for a while, then lets everything come to rest and compares every mirror with the
 * server and the server with the journals of its writers. Throws when a process fails by itself or the end does not come.
 */
export async function prove(options: ProofOptions): Promise<ProofResult> {
  const masterKey = randomBytes(32).toString('base64');
  const dataDir = join(options.folder, 'data');
  mkdirSync(dataDir, { recursive: true });
  const installation = await openInstallation(
    readConfig({ DATABASE_URL: options.databaseUrl, CAUSEWAY_DATA_DIR: dataDir, CAUSEWAY_MASTER_KEY: masterKey }, ''),
    silentLog,
    { attach: false },
  );
  const children: KeptChild[] = [];
  let apis: ApiProcesses | null = null;
  try {
    const world = await createWorld(installation);
    const urlsFile = join(options.folder, 'urls.json');
    const { databaseUrl } = options;
    apis = await startApiProcesses({ count: options.apis, databaseUrl, dataDir, masterKey, urlsFile });
    return await runProof({ options, installation, world, urlsFile, apis, children });
  } finally {
    await Promise.all(children.map((child) => child.stop()));
    await apis?.stop();
    await installation.close();
  }
}

interface World {
  readonly organizationId: string;
  readonly keys: Readonly<Record<Environment, string>>;
}

async function createWorld({ commands, sql }: Installation): Promise<World> {
  await createProofTables(sql);
  const { id: organizationId } = await createOrganization(commands, 'Proof');
  for (let count = 0; count < ENTITIES; count += 1) await createCustomer(commands, organizationId);
  const keys = { live: '', test: '' };
  for (const environment of ENVIRONMENTS) {
    const lifetimeMs = 86_400_000;
    const request = { organizationId, environment, name: 'proof', scopes: SCOPES, lifetimeMs };
    const made = await createApiKey(commands, request);
    if (!made.ok) throw new Error(`the key was refused: ${made.refusal.code}`);
    keys[environment] = made.value.text;
  }
  return { organizationId, keys };
}

interface Run {
  readonly options: ProofOptions;
  readonly installation: Installation;
  readonly world: World;
  readonly urlsFile: string;
  readonly apis: ApiProcesses;
  /** Everything that was started, for the clearing away. */
  readonly children: KeptChild[];
}

async function runProof(run: Run): Promise<ProofResult> {
  const { options, installation, world, apis, children } = run;
  const { signal } = options;
  const startedMs = performance.now();
  const wrong: WrongResult[] = [];
  const writers = Array.from({ length: options.writers }, (_, index) => startWriter(run, index));
  const profiles = readerProfiles(options.readers);
  const readers = profiles.map((profile) => startReader(run, profile));
  const wrongReader = startWrongReader(run, wrong);
  const disturbances = { ...NO_DISTURBANCES };
  const report = startProgress(run, startedMs, disturbances);
  const failed = Promise.race([apis.failed, ...children.map(failureOf), aborted(signal)]);
  failed.catch(() => undefined);
  try {
    const churn = AbortSignal.any([AbortSignal.timeout(options.churnMs), signal]);
    const choices = seededChoices(`${options.seed}/disturbances`);
    const { organizationId } = world;
    const everyMs = options.disturbEveryMs;
    const parts = { choices, commands: installation.commands, organizationId, writers, readers, apis, everyMs };
    await Promise.race([disturb({ ...parts, apiCount: options.apis }, disturbances, churn), failed]);
    for (const writer of writers) writer.quiet();
    await Promise.race([within(WRITERS_END_MS, 'the writers', endOf(writers)), failed]);
    await Promise.race([within(WRITERS_END_MS, 'their transactions', noBackend(installation.sql)), failed]);
    report.phase = 'reading to the end';
    const fresh = freshProfiles().map((profile) => ({ profile, child: startReader(run, profile) }));
    const all = [...readers, ...fresh.map(({ child }) => child)];
    for (const child of [...all, wrongReader]) child.quiet();
    const freshFailed = Promise.race(fresh.map(({ child }) => failureOf(child)));
    freshFailed.catch(() => undefined);
    const end = within(READ_TO_END_MS, 'the readers', endOf([...all, wrongReader]));
    await Promise.race([end, failed, freshFailed]);
    report.phase = 'comparing';
    const server = await readServer(installation.sql, organizationId);
    const mirrors = [...profiles, ...fresh.map(({ profile }) => profile)].map((profile, index) =>
      readMirror(run, profile, server, all[index]?.restarts() ?? 0),
    );
    const expectation = await readExpectation(journalsOf(run), await listMarkers(installation.sql));
    return {
      seed: options.seed,
      mirrors,
      server: compareServer(expectation, server),
      wrong,
      expectation,
      tombstones: server.tombstones,
      writerDeaths: writers.reduce((sum, writer) => sum + writer.restarts(), 0),
      disturbances: { ...disturbances, apiKills: apis.restarts() },
    };
  } finally {
    report.stop();
  }
}

function startWriter({ options, world, children }: Run, index: number): KeptChild {
  const child = keepChild({
    name: `writer ${index}`,
    file: new URL('writer-process.ts', import.meta.url),
    config: (life): WriterConfig => ({
      seed: `${options.seed}/writer ${index}/${life}`,
      databaseUrl: options.databaseUrl,
      organizationId: world.organizationId,
      // A file for each life: a line that death cut off must not run into the next one.
      journalPath: join(options.folder, `journal-${index}-${life}`),
      lanes: LANES,
      deathRate: options.deathRate,
      entities: ENTITIES,
    }),
  });
  children.push(child);
  return child;
}

function startReader({ options, world, urlsFile, children }: Run, profile: ReaderProfile): KeptChild {
  const child = keepChild({
    name: profile.name,
    file: new URL('reader-process.ts', import.meta.url),
    config: (life): ReaderConfig => ({
      ...profile,
      seed: `${options.seed}/${profile.name}/${life}`,
      urlsFile,
      apiKey: world.keys[profile.environment],
      mirrorPath: mirrorPath(options, profile),
      deathRate: options.deathRate * 2,
      mayExpire: profile.environment === 'test',
    }),
  });
  children.push(child);
  return child;
}

function startWrongReader({ options, children }: Run, results: WrongResult[]): KeptChild {
  const child = keepChild({
    name: 'reader of the known-wrong designs',
    file: new URL('wrong-reader-process.ts', import.meta.url),
    config: (life): WrongReaderConfig => ({
      seed: `${options.seed}/wrong/${life}`,
      databaseUrl: options.databaseUrl,
    }),
    onMessage: (message) => results.push(message as WrongResult), // The only message that child sends.
  });
  children.push(child);
  return child;
}

function readMirror({ options }: Run, profile: ReaderProfile, server: ServerState, deaths: number): MirrorResult {
  const mirror = new Mirror(mirrorPath(options, profile));
  try {
    const faults = mirror.faults();
    const countOf = (kind: FaultKind) => faults.filter((fault) => fault.kind === kind).length;
    const counter = (name: string) => Number(mirror.read(name) ?? 0);
    return {
      name: profile.name,
      difference: compareMirror(mirror, profile.environment, server),
      outOfOrder: countOf('outOfOrder'),
      wrongType: countOf('wrongType'),
      faults: faults.slice(0, 5).map(({ kind, detail }) => `${kind}: ${detail}`),
      pages: counter('pages'),
      events: counter('events'),
      bootstraps: counter('bootstraps'),
      expired: counter('expired'),
      deaths,
    };
  } finally {
    mirror.close();
  }
}

function mirrorPath(options: ProofOptions, profile: ReaderProfile): string {
  return join(options.folder, `mirror-${profile.name.replaceAll(/[^a-z0-9]+/g, '-')}.sqlite`);
}

function journalsOf({ options }: Run): string[] {
  const names = readdirSync(options.folder).filter((name) => name.startsWith('journal-'));
  return names.map((name) => join(options.folder, name));
}

async function failureOf(child: KeptChild): Promise<never> {
  const failure = await child.ended;
  if (failure !== null) throw new Error(failure);
  return new Promise<never>(() => undefined);
}

async function endOf(children: readonly KeptChild[]): Promise<void> {
  await Promise.all(children.map((child) => child.ended));
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

async function within(ms: number, what: string, work: Promise<void>): Promise<void> {
  const timeout = AbortSignal.timeout(ms);
  await Promise.race([
    work,
    aborted(timeout).catch(() => {
      throw new Error(`${what} have not come to their end within ${ms} ms`);
    }),
  ]);
}

/** Resolves when the server has noticed the death of the last writer and ended its transaction. */
async function noBackend(sql: Sql): Promise<void> {
  for (;;) {
    const [row] = await sql<{ count: bigint }[]>`
      select count(*) from pg_stat_activity where application_name = 'prove writer'`;
    if (row === undefined || row.count === 0n) return;
    await wait(50);
  }
}

function startProgress({ options, installation, world }: Run, startedMs: number, disturbances: Disturbances) {
  const { sql } = installation;
  const report: { phase: ProofStatus['phase']; stop(): void } = { phase: 'writing', stop: () => clearInterval(timer) };
  const tell = async () => {
    const [row] = await sql<{ changes: bigint }[]>`
      select sum(head)::int8 as changes from stream_heads where organization_id = ${world.organizationId}`;
    const elapsedMs = performance.now() - startedMs;
    options.progress({ elapsedMs, phase: report.phase, changes: Number(row?.changes ?? 0n), disturbances });
  };
  // A status that cannot be read is left out; what is wrong shows where it matters.
  const timer = setInterval(() => void tell().catch(() => undefined), PROGRESS_MS);
  return report;
}
