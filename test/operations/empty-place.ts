import { copyFile, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { openDatabase } from '../../src/infra/database.ts';
import { silentLog } from '../../src/infra/log.ts';
import { createTestDatabase, type TestDatabase } from '../support/database/test-database.ts';

/** Where a backup can be restored. */
export interface Place {
  readonly database: TestDatabase;
  readonly dataDir: string;
}

export interface PlaceOptions {
  readonly withKey?: boolean;
  readonly unmigrated?: boolean;
}

/** An empty installation below `folder`, with the master key of the source unless it is to have none. */
export async function makeEmptyPlace(folder: string, sourceDataDir: string, options: PlaceOptions): Promise<Place> {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(folder, 'place-'));
  if (options.withKey !== false) await copyFile(join(sourceDataDir, 'master.key'), join(dataDir, 'master.key'));
  if (options.unmigrated === true) {
    const sql = openDatabase({ url: database.url, maxConnections: 1, applicationName: 'test', log: silentLog });
    await sql.unsafe('drop schema public cascade; drop schema graphile_worker cascade; create schema public');
    await sql.end();
  }
  return { database, dataDir };
}
