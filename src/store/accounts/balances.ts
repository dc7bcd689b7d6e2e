import type { StatedBalance } from '../../domain/account.ts';
import type { DailyBalance, DayTotal } from '../../domain/balances/balance-proof.ts';
import type { CalendarDate } from '../../domain/values/calendar-date.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import type { Page } from '../page.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { AccountRow } from './accounts.ts';

export interface DailyBalanceRow extends DailyBalance {
  readonly accountId: string;
  readonly connectionId: string;
  readonly entityId: string;
  readonly currency: string;
  readonly updatedAt: Instant;
}

/** The account whose balances they are. */
type Account = Pick<AccountRow, 'organizationId' | 'id'>;

/** Keeps what the bank stated; a later statement for the same day replaces the earlier one. Returns the days of rows written. */
export async function upsertStatedBalances(
  db: Db,
  account: Account,
  balances: readonly StatedBalance[],
  evidenceId: string | null,
): Promise<CalendarDate[]> {
  if (balances.length === 0) return [];
  // One statement may state a day twice (pages); the last word counts, and PostgreSQL takes a row only once.
  const byDay = new Map(balances.map((balance) => [`${balance.date} ${balance.statedAs}`, balance]));
  const rows = [...byDay.values()].map(({ date, amount, statedAs }) => ({ date, amount, stated_as: statedAs }));
  const written = await db<
    { date: CalendarDate }[]
  >`insert into stated_balances as s (organization_id, account_id, date, stated_as, amount, evidence_id)
    select ${account.organizationId}, ${account.id}, r.date, r.stated_as, r.amount, ${evidenceId}
    from jsonb_to_recordset(${db.json(rows as never)}) as r (date date, stated_as text, amount numeric)
    on conflict (organization_id, account_id, date, stated_as)
      do update set amount = excluded.amount, evidence_id = excluded.evidence_id where s.amount <> excluded.amount
    returning date`;
  return written.map(({ date }) => date);
}

/**
 * Drops what earlier reads of the same kind of source said about days that a newer complete read covers: a bank that
 * books after the fact restates those days, and only its latest word counts. Closing balances of statements stay.
 * Returns the days of rows removed.
 */
export async function deleteRestatedBalances(
  db: Db,
  account: Account,
  covered: { readonly from: CalendarDate; readonly to: CalendarDate },
  kept: readonly StatedBalance[],
): Promise<CalendarDate[]> {
  const rows = kept.map(({ date, statedAs }) => ({ date, stated_as: statedAs }));
  const removed = await db<{ date: CalendarDate }[]>`delete from stated_balances s
    where s.organization_id = ${account.organizationId} and s.account_id = ${account.id} and s.stated_as <> 'closing'
      and s.date >= ${covered.from} and s.date <= ${covered.to}
      and not exists (select from jsonb_to_recordset(${db.json(rows as never)}) as r (date date, stated_as text)
        where r.date = s.date and r.stated_as = s.stated_as)
    returning s.date`;
  return removed.map(({ date }) => date);
}

/** All stated balances of an account by date. */
export async function listStatedBalances(db: Db, account: Account): Promise<StatedBalance[]> {
  return db<StatedBalance[]>`select date, stated_as, amount from stated_balances
    where organization_id = ${account.organizationId} and account_id = ${account.id} order by date, stated_as desc`;
}

/** Sum of the posted rows in the account's currency for each day that has any, by date; only of days after one, if given. */
export async function listDayTotals(
  db: Db,
  account: Account & Pick<AccountRow, 'currency'>,
  after: CalendarDate | null,
): Promise<DayTotal[]> {
  // The sort date of a posted row is its booking date, and the one that the index of the account's rows has.
  return db<DayTotal[]>`select posted_date as date, sum(amount) as total from transactions
    where organization_id = ${account.organizationId} and account_id = ${account.id} and removed_at is null
      and status = 'posted' and posted_date is not null and currency = ${account.currency}
      and sort_date > ${after ?? '-infinity'}::text::date
    group by posted_date order by posted_date`;
}

/**
 * Makes the stored projection of an account equal to `days`, touching only the days that differ; with `after` only the
 * projection of later days.
 */
export async function replaceDailyBalances(
  db: Db,
  account: Tenant & {
    readonly id: string;
    readonly connectionId: string;
    readonly entityId: string;
    readonly currency: string;
    readonly after?: CalendarDate | null;
  },
  days: readonly DailyBalance[],
  at: Instant,
): Promise<void> {
  const json = db.json(
    days.map(({ date, ledgerBalance, postedTransactionDelta, source }) => ({
      date,
      ledger_balance: ledgerBalance,
      posted_delta: postedTransactionDelta,
      source,
    })) as never,
  );
  await db`delete from daily_balances
    where organization_id = ${account.organizationId} and account_id = ${account.id}
      and date > ${account.after ?? '-infinity'}::text::date and date not in (select r.date from jsonb_to_recordset(${json}) as r (date date))`;
  await db`insert into daily_balances as d
      (organization_id, account_id, date, environment, connection_id, entity_id, currency, ledger_balance, posted_delta,
        source, updated_at)
    select ${account.organizationId}, ${account.id}, r.date, ${account.environment}, ${account.connectionId},
      ${account.entityId}, ${account.currency}, r.ledger_balance, r.posted_delta, r.source, ${at}
    from jsonb_to_recordset(${json}) as r (date date, ledger_balance numeric, posted_delta numeric, source text)
    on conflict (organization_id, account_id, date) do update
      set ledger_balance = excluded.ledger_balance, posted_delta = excluded.posted_delta, source = excluded.source,
        updated_at = excluded.updated_at
      where (d.ledger_balance, d.posted_delta, d.source)
        is distinct from (excluded.ledger_balance, excluded.posted_delta, excluded.source)`;
}

/** By date descending, then by account id ascending. */
export async function listDailyBalances(
  db: Db,
  tenant: Tenant,
  filter: {
    readonly entityId: string | null;
    readonly connectionId: string | null;
    readonly accountId: string | null;
    readonly dateGte: CalendarDate | null;
    readonly dateLt: CalendarDate | null;
  },
  page: Page<{ readonly date: string; readonly accountId: string }>,
): Promise<DailyBalanceRow[]> {
  return db<DailyBalanceRow[]>`select account_id, connection_id, entity_id, date, currency, ledger_balance,
      posted_delta as posted_transaction_delta, source, updated_at
    from daily_balances
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment}
      ${filter.entityId === null ? db`` : db`and entity_id = ${filter.entityId}`}
      ${filter.connectionId === null ? db`` : db`and connection_id = ${filter.connectionId}`}
      ${filter.accountId === null ? db`` : db`and account_id = ${filter.accountId}`}
      ${filter.dateGte === null ? db`` : db`and date >= ${filter.dateGte}`}
      ${filter.dateLt === null ? db`` : db`and date < ${filter.dateLt}`}
      ${
        page.after === null
          ? db``
          : db`and date <= ${page.after.date} and (date < ${page.after.date} or account_id > ${page.after.accountId})`
      }
    order by date desc, account_id limit ${page.limit}`;
}
