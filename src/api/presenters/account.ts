import { maskAccountNumber } from '../../domain/account.ts';
import { canonicalAmount } from '../../domain/values/money.ts';
import type { AccountRow } from '../../store/accounts/accounts.ts';

/** In the contract's form. The account is as new as its balances; before any came, as its connection. */
export function presentAccount(account: AccountRow) {
  const amount = (text: string | null) => (text === null ? null : canonicalAmount(text, account.currency));
  return {
    id: account.id,
    connectionId: account.connectionId,
    type: account.type,
    currency: account.currency,
    name: account.name,
    status: account.status,
    createdAt: account.connectionCreatedAt,
    updatedAt: account.balanceAsOf ?? account.connectionUpdatedAt,
    officialName: account.officialName,
    maskedNumber: maskAccountNumber(account.accountNumber),
    accountNumber: account.accountNumber,
    routingNumber: account.routingNumber,
    swiftBic: account.swiftBic,
    currentBalance: amount(account.ledgerBalance),
    availableBalance: amount(account.availableBalance),
    balanceAsOf: account.balanceAsOf,
    balanceAlarm:
      account.alarmRaisedAt === null
        ? null
        : { raisedAt: account.alarmRaisedAt, brokenFrom: account.brokenFrom, difference: amount(account.difference) },
    // Accounts come from banks; clients have no operation to attach anything to them.
    metadata: {},
  };
}
