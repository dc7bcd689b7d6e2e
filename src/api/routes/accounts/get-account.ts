import { refuse } from '../../../domain/refusal.ts';
import { findAccount } from '../../../store/accounts/accounts.ts';
import { defineOperation } from '../../operation.ts';
import { presentAccount } from '../../presenters/account.ts';

export const getAccount = defineOperation('getAccount', {
  async handle({ path }, { parts, principal }) {
    const account = await findAccount(parts.sql, principal, path.accountId);
    if (account === null) return refuse('not_found', 'There is no such account.');
    return { status: 200, body: presentAccount(account) };
  },
});
