import type { Refusal } from '../../domain/refusal.ts';
import type { Db } from '../../infra/database.ts';
import type { ConnectionRow } from '../../store/connections/connections.ts';

/** What speaks against an act, asked in its own transaction with the connection locked; null for nothing. */
export type LastObjection = (db: Db, connection: ConnectionRow) => Promise<Refusal | null>;

/** For acts that only their own rules can forbid. */
export const NO_OBJECTION: LastObjection = async () => null;
