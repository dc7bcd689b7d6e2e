import { deleteEntity } from '../../src/commands/entities/delete-entity.ts';
import { openDatabase, type Sql } from '../../src/infra/database.ts';
import { silentLog } from '../../src/infra/log.ts';
import { seededChoices } from '../../test/support/choices.ts';
import { dieNow, type ParentLink, runChild } from '../../test/support/processes/child.ts';
import { createCustomer, listPlaces, type Place } from '../../test/support/records/customers.ts';
import { createProductParts } from '../../test/support/records/product-parts.ts';
import { openJournal } from './journal.ts';
import { BETWEEN_TRANSACTIONS, pause } from './pauses.ts';
import { writeBatch } from './write-batch.ts';
import { writeRun } from './write-run.ts';
import type { WriterParts } from './writer-parts.ts';

export interface WriterConfig {
  readonly seed: string;
  readonly databaseUrl: string;
  readonly organizationId: string;
  readonly journalPath: string;
  /** Transactions that this process makes side by side. */
  readonly lanes: number;
  readonly deathRate: number;
  readonly entities: number;
}

/** Codes of losing a race that the product's own callers would try again: deadlock, or the other side was first. */
const LOST_RACES: readonly unknown[] = ['40P01', '40001'];

runChild<WriterConfig>(async (config, link) => {
  const sql = openDatabase({
    url: config.databaseUrl,
    maxConnections: config.lanes * 2,
    applicationName: 'prove writer',
    log: silentLog,
  });
  const lanes = Array.from({ length: config.lanes }, (_, lane) => runLane(config, sql, lane, link));
  await Promise.all(lanes);
  await sql.end({ timeout: 5 });
});

async function runLane(config: WriterConfig, sql: Sql, lane: number, { quiet, tell }: ParentLink): Promise<void> {
  const choices = seededChoices(`${config.seed}/${lane}`);
  const journal = openJournal(`${config.journalPath}-${lane}.jsonl`);
  const parts: WriterParts = { ...createProductParts(sql), choices, journal, deathRate: config.deathRate };
  while (!quiet.aborted) {
    const places = await listPlaces(sql, config.organizationId);
    await act(parts, config, places).catch((cause: unknown) => {
      if (!(cause instanceof Error && 'code' in cause && LOST_RACES.includes(cause.code))) throw cause;
      tell({ type: 'lostRace', code: cause.code });
    });
    await pause(choices, BETWEEN_TRANSACTIONS, quiet);
  }
}

async function act(parts: WriterParts, config: WriterConfig, places: readonly Place[]): Promise<void> {
  const { organizationId } = config;
  const entities = [...new Set(places.map(({ entityId }) => entityId))];
  if (entities.length < config.entities) return createCustomer(parts, organizationId);
  const kind = parts.choices.real();
  if (kind < 0.006) return removeCustomer(parts, organizationId, parts.choices.pick(entities));
  if (kind < 0.15) return writeRun(parts, organizationId, places);
  return writeBatch(parts, organizationId, places);
}

/** Deletes an entity by the product's command; another writer may be faster, or a run be under way. */
async function removeCustomer(parts: WriterParts, organizationId: string, entityId: string): Promise<void> {
  const { choices, journal } = parts;
  journal.write({ kind: 'deleteEntity', marker: entityId });
  if (choices.chance(parts.deathRate * 10)) setTimeout(() => void dieNow(), choices.whole(0, 40));
  await deleteEntity(parts, organizationId, entityId);
}
