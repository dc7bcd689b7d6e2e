export { type AccountSum, formatChecksum, hashTransaction } from './checksum.ts';
export { MirrorMismatchError } from './journal.ts';
export { openJsonLinesStorage } from './json-lines-storage.ts';
export { createMemoryStorage, type MemoryStorage } from './memory-storage.ts';
export { createMirror, type FollowOptions, type Mirror, type MirrorOptions } from './mirror.ts';
export { planWrite, touchedIds } from './plan-write.ts';
export {
  createPostgresStorage,
  type PostgresPool,
  type PostgresQueries,
  type PostgresStorageOptions,
} from './postgres-storage.ts';
export type { MirrorClient, MirrorProgress, MirrorTotals } from './run.ts';
export { createSqliteStorage, openSqliteStorage, type SqliteDatabase } from './sqlite-storage.ts';
export {
  MirrorConflictError,
  type MirrorFilter,
  type MirrorState,
  type MirrorStorage,
  type MirrorWrite,
} from './storage.ts';
export type { AccountVerdict, CountAndChecksum, MirrorReport, Verdict, VerifyOptions } from './verify.ts';
