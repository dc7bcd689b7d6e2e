import { findProfileFault } from '../../domain/files/csv-profile.ts';
import type { FileKnowledge } from '../../domain/files/file-knowledge.ts';
import { type Refusal, refuseField } from '../../domain/refusal.ts';
import { isUuid } from '../../domain/values/id.ts';
import type { Db } from '../../infra/database.ts';
import { findAccount } from '../../store/accounts/accounts.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';

/**
 * Why what is said of the files of a connection cannot be: it names no account of it, or a profile that is none. `path` leads to it in
 * the request's body and ends in a dot.
 */
export async function findKnowledgeRefusal(
  db: Db,
  connection: Tenant & { readonly id: string },
  { accountId, csvProfile }: FileKnowledge,
  path = '',
): Promise<Refusal | null> {
  if (accountId != null && !(await isAccountOf(db, connection, accountId)))
    return refuseField('body', `${path}accountId`, 'does not name an account of this connection');
  const fault = csvProfile == null ? null : findProfileFault(csvProfile);
  return fault === null ? null : refuseField('body', `${path}csvProfile`, fault);
}

async function isAccountOf(db: Db, connection: Tenant & { readonly id: string }, accountId: string): Promise<boolean> {
  if (!isUuid(accountId)) return false;
  return (await findAccount(db, connection, accountId))?.connectionId === connection.id;
}
