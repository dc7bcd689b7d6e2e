import type { SessionStatements, SourceAccount } from '../../connectors/contract.ts';
import type { Fault } from '../../domain/connection/connection-fault.ts';
import { isStatementLookDue, type Statement } from '../../domain/statement.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import {
  findStatementLook,
  insertStatement,
  listStatementKeys,
  noteStatementLook,
} from '../../store/accounts/statements.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import type { EvidenceLog } from '../evidence-log.ts';
import type { IngestParts } from '../parts.ts';

/** Documents of one account that a session fetched. */
export interface FetchedStatements {
  readonly source: SourceAccount;
  readonly statements: readonly Statement[];
  /** Whether nothing that the bank offers is left, so that the next look can wait. */
  readonly isWhole: boolean;
  /** Whether the user may not see them. */
  readonly isDenied: boolean;
}

/** A first look may find years of months: the rest comes with the next syncs, and no session grows beyond measure. */
const MOST_PER_SESSION = 24;
const PDF = 'application/pdf';

/**
 * Fetches the documents that are new, of the accounts whose time for a look has come; `listed` names the stored account of
 * each where there is one. Documents are no part of the mirror, so a fault ends the looking and not the run.
 */
export async function fetchStatements(
  parts: Pick<IngestParts, 'sql' | 'log'>,
  { tenant, evidence, now }: { readonly tenant: Tenant; readonly evidence: EvidenceLog; readonly now: Instant },
  listed: readonly { readonly source: SourceAccount; readonly storedId: string | null }[],
  session: SessionStatements,
): Promise<FetchedStatements[]> {
  const { organizationId } = tenant;
  const fetched: FetchedStatements[] = [];
  let left = MOST_PER_SESSION;
  const stop = ({ code, message }: Fault) => {
    parts.log.warn({ organizationId, code, message }, 'documents could not be fetched');
    return fetched;
  };
  for (const { source, storedId } of listed) {
    const lastLook = storedId === null ? null : await findStatementLook(parts.sql, organizationId, storedId);
    if (!isStatementLookDue(lastLook, now)) continue;
    const known = storedId === null ? new Set() : await listStatementKeys(parts.sql, organizationId, storedId);
    const offered = await session.list(source);
    if (!offered.ok) {
      // What is closed for one account may be open for another.
      if (offered.fault.code !== 'delegated_user_missing_permission') return stop(offered.fault);
      stop(offered.fault);
      fetched.push({ source, statements: [], isWhole: true, isDenied: true });
      continue;
    }
    const fresh = offered.value.filter(({ key }) => !known.has(key));
    const statements: Statement[] = [];
    fetched.push({ source, statements, isWhole: fresh.length <= left, isDenied: false });
    for (const each of fresh.slice(0, left)) {
      const document = await session.download(each);
      if (!document.ok) {
        fetched[fetched.length - 1] = { source, statements, isWhole: false, isDenied: false };
        return stop(document.fault);
      }
      const { bytes, fileName } = document.value;
      const { sha256, sizeBytes } = await evidence.keepFile(bytes, PDF);
      statements.push({
        sourceKey: each.key,
        periodStart: each.periodStart,
        periodEnd: each.periodEnd,
        currency: source.details.currency,
        // They stand in the document, which nobody reads here.
        openingBalance: null,
        closingBalance: null,
        format: 'pdf',
        fileName,
        contentType: PDF,
        sizeBytes,
        sha256,
        source: 'portal',
      });
    }
    left -= statements.length;
  }
  return fetched;
}

/** Writes what was fetched of an account, in the transaction of the run. */
export async function writeStatements(
  db: Db,
  tenant: Tenant,
  {
    accountId,
    statements,
    isWhole,
  }: Pick<FetchedStatements, 'statements' | 'isWhole'> & { readonly accountId: string },
  moment: { readonly at: Instant; newId(): string },
): Promise<void> {
  for (const statement of statements)
    await insertStatement(db, tenant, { ...statement, id: moment.newId(), accountId, createdAt: moment.at });
  if (isWhole) await noteStatementLook(db, tenant.organizationId, accountId, moment.at);
}
