import { randomBytes } from 'node:crypto';
import type { CommandParts } from '../../../src/commands/parts.ts';
import { createIdGenerator } from '../../../src/domain/values/id.ts';
import type { Sql } from '../../../src/infra/database.ts';
import { silentLog } from '../../../src/infra/log.ts';
import { QuietReadings } from '../../../src/ingest/accounts/quiet-readings.ts';
import type { IngestParts } from '../../../src/ingest/parts.ts';
import { createCatalog } from '../../../src/store/institutions.ts';
import { findTenantNow } from '../../../src/store/tenants/tenant-clock.ts';

/** The parts that commands and commits of a writer use; those that it never reaches say so when called. */
export function createProductParts(sql: Sql): CommandParts & IngestParts {
  return {
    sql,
    sqlOf: () => sql,
    actor: { kind: 'system', id: 'prove' },
    log: silentLog,
    newId: createIdGenerator({ nowMs: () => Date.now(), randomBytes }),
    nowMs: () => Date.now(),
    now: (tenant) => findTenantNow(sql, tenant, Date.now()),
    leaseTtlMs: 3_000,
    randomBytes,
    random: Math.random,
    institutions: createCatalog([]),
    fileConnector: { read: unused },
    quietReadings: new QuietReadings(),
    codes: {
      nowMs: unused,
      receives: [],
      seal: unused,
      open: unused,
      computeTotp: unused,
      randomBytes: unused,
      pause: unused,
    },
    sealCredentials: unused,
    phoneNumbers: [],
    isTotpSeed: unused,
    hashWithKey: unused,
    findConnector: unused,
    openHttp: unused,
    readCredentials: unused,
    storeEvidence: unused,
    openEvidence: unused,
  };
}

function unused(): never {
  throw new Error('nothing that is started here has a use for this part');
}
