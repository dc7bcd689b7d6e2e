import { refuse } from '../../../domain/refusal.ts';
import { instantToMs } from '../../../domain/values/instant.ts';
import { canonicalAmount } from '../../../domain/values/money.ts';
import { computeAccountDigest } from '../../../store/accounts/account-digests.ts';
import { findAccount } from '../../../store/accounts/accounts.ts';
import { defineOperation } from '../../operation.ts';
import { cursorAt } from '../../streams/stream-page.ts';

export const getAccountDigest = defineOperation('getAccountDigest', {
  async handle({ path }, { parts, principal }) {
    const account = await findAccount(parts.sql, principal, path.accountId);
    if (account === null) return refuse('not_found', 'There is no such account.');
    const digest = await computeAccountDigest(parts.sql, principal, account);
    const issuedAtMs = instantToMs(await parts.now(principal));
    const request = { principal, accountId: account.id, connectionId: null, selection: null };
    return {
      status: 200,
      body: {
        accountId: account.id,
        count: Number(digest.count),
        sumPosted: canonicalAmount(digest.sumPosted, account.currency),
        sumPending: canonicalAmount(digest.sumPending, account.currency),
        headCursor: cursorAt({ position: digest.head, since: digest.head, issuedAtMs }, request, parts),
        checksum: `sum256:${digest.checksum.toString(16).padStart(64, '0')}`,
      },
    };
  },
});
