import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { readConfig } from '../../src/config.ts';
import type { Sql } from '../../src/infra/database.ts';
import { silentLog } from '../../src/infra/log.ts';
import { openInstallation } from '../../src/main.ts';
import { aborted, within } from '../../test/support/abort.ts';
import { seededChoices } from '../../test/support/choices.ts';
import { endOf, failureOf, type KeptChild } from '../../test/support/processes/kept-child.ts';
import { type ApiProcesses, startApiProcesses } from './api-processes.ts';
import { compareMirror, compareServer } from './comparison.ts';
import { type Disturbances, disturb, NO_DISTURBANCES } from './disturb.ts';
import { readExpectation } from './expectation.ts';
import { listMarkers } from './markers.ts';
import { type FaultKind, Mirror } from './mirror.ts';
import { freshProfiles, type ReaderProfile, readerProfiles } from './profiles.ts';
import type { MirrorResult, ProofOptions, ProofResult, ProofStatus } from './proof.ts';
import { journalsOf, mirrorPath, type Run, startReader, startWriter, startWrongReader } from './proof-processes.ts';
import { createWorld } from './proof-world.ts';
import { readServer, type ServerState } from './server-rows.ts';
import type { WrongResult } from './wrong-reader-process.ts';

/** Fresh readers and those that are far behind get this long to read to the end. */
const READ_TO_END_MS = 180_000;
const WRITERS_END_MS = 60_000;
const PROGRESS_MS = 5_000;

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
