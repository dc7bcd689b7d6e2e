import type { Sql } from '../infra/database.ts';
import { listPendingMigrations, MigrationError } from '../infra/migrations.ts';
import { readServerFacts } from '../store/installation-figures.ts';
import { type Finding, ok, problem, warn } from './finding.ts';

const MIN_SERVER_VERSION = 150_000;
/** Codes of second factors and signatures of webhooks fail beyond half a minute. */
const MAX_SKEW_MS = 5_000;

/** Server, rights, durability and clock. `databasePool` is what a process opens at most. */
export async function checkDatabase(
  sql: Sql,
  options: { readonly databasePool: number; nowMs(): number },
): Promise<Finding[]> {
  const beforeMs = options.nowMs();
  const facts = await readServerFacts(sql);
  const afterMs = options.nowMs();
  const findings: Finding[] = [];
  if (facts.versionNumber < MIN_SERVER_VERSION)
    findings.push(problem('database', `PostgreSQL ${facts.version} is too old.`, 'Use PostgreSQL 15 or newer.'));
  else findings.push(ok('database', `PostgreSQL ${facts.version} answers.`));
  if (facts.onlyReads) findings.push(tellOnlyReads(facts));
  if (facts.encoding !== 'UTF8')
    findings.push(
      problem(
        'database',
        `The database has the encoding ${facts.encoding}.`,
        'Make a database with the encoding UTF8.',
      ),
    );
  if (facts.foreignTables > 0)
    findings.push(
      problem(
        'database',
        `The role of DATABASE_URL does not own ${facts.foreignTables} of the tables, so it cannot migrate them.`,
        'Connect as the role that made them, or give them to this role with "alter table … owner to …".',
      ),
    );
  else if (!facts.mayCreate)
    findings.push(
      problem(
        'database',
        'The role of DATABASE_URL may make no tables.',
        'Give it the right: grant create on database … and on schema public to the role.',
      ),
    );
  if (facts.maxConnections - facts.reservedConnections < options.databasePool + 5)
    findings.push(
      warn(
        'database',
        `The server takes ${facts.maxConnections} connections, and one process may open ${options.databasePool} and some more.`,
        'Raise max_connections, or lower CAUSEWAY_DATABASE_POOL.',
      ),
    );
  return [...findings, ...checkDurability(facts), checkClock(facts.nowMs, beforeMs, afterMs)];
}

function tellOnlyReads({ isStandby }: { readonly isStandby: boolean }): Finding {
  return isStandby
    ? problem(
        'database',
        'The database only reads: this server is a standby.',
        'Let DATABASE_URL lead to the primary, or promote this server.',
      )
    : problem(
        'database',
        'The database only reads: default_transaction_read_only is on.',
        'Reset it where it is set: alter system, alter database … or alter role … reset default_transaction_read_only, or in DATABASE_URL.',
      );
}

function checkDurability(facts: Awaited<ReturnType<typeof readServerFacts>>): Finding[] {
  const off = Object.entries({
    fsync: facts.fsync,
    full_page_writes: facts.fullPageWrites,
    synchronous_commit: facts.synchronousCommit,
  }).flatMap(([name, value]) => (value === 'off' ? [name] : []));
  if (off.length === 0) return [ok('durability', 'What is committed survives a power cut.')];
  return [
    problem(
      'durability',
      `${off.join(' and ')} of PostgreSQL ${off.length === 1 ? 'is' : 'are'} off: a power cut can lose or break what was committed.`,
      `Set ${off.join(', ')} to on in postgresql.conf and reload it.`,
    ),
  ];
}

/** The server's moment lies between the two in which it was asked for; what is beyond them is the difference of the clocks. */
function checkClock(serverMs: number, beforeMs: number, afterMs: number): Finding {
  const skewMs = serverMs < beforeMs ? beforeMs - serverMs : Math.max(0, serverMs - afterMs);
  if (skewMs <= MAX_SKEW_MS) return ok('clock', 'The clocks of this machine and of the database agree.');
  return problem(
    'clock',
    `The clocks of this machine and of the database are ${Math.round(skewMs / 1_000)} seconds apart.`,
    'Keep both by NTP. One-time codes and signatures of webhooks depend on the time.',
  );
}

/** Whether the database is of this release. */
export async function checkMigrations(sql: Sql, dir: string): Promise<Finding> {
  try {
    const pending = await listPendingMigrations(sql, dir);
    if (pending.length === 0) return ok('migrations', 'The database is up to date.');
    return warn(
      'migrations',
      `The database lacks ${pending.length === 1 ? 'migration' : `${pending.length} migrations, the first is`} ${pending[0]}.`,
      'Back up, then start the service or run "causeway migrate"; either applies them.',
    );
  } catch (cause) {
    if (!(cause instanceof MigrationError)) throw cause;
    return problem('migrations', cause.message, 'Use the release that belongs to this database.');
  }
}
