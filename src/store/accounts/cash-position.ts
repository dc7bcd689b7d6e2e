import type { CalendarDate } from '../../domain/values/calendar-date.ts';
import type { Db } from '../../infra/database.ts';
import type { Tenant } from '../tenants/tenant.ts';

/** Booked money of all accounts in one currency. */
export interface CurrencyPosition {
  readonly currency: string;
  readonly accounts: number;
  /** Of these, the ones of which no balance is known up to the last day. They are in no sum. */
  readonly accountsWithoutBalance: number;
  readonly days: readonly DayPosition[];
}

export interface DayPosition {
  readonly date: CalendarDate;
  /** Exact sum of the last balance of each account that has one by then; null where none has. */
  readonly balance: string | null;
  /** Accounts in the sum. */
  readonly accounts: number;
  /** Of these, the ones whose balance is that of an earlier day. */
  readonly carried: number;
}

export interface PositionFilter {
  /** Both days are in it. */
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  readonly entityId: string | null;
  readonly connectionId: string | null;
}

/**
 * Ledger balances by currency and day, each account's last one carried forward over days without one. Told by the steps from
 * balance to balance: so every balance is read once, however long it holds.
 */
export async function readCashPosition(db: Db, tenant: Tenant, filter: PositionFilter): Promise<CurrencyPosition[]> {
  const { organizationId, environment } = tenant;
  const rows = await db<(DayPosition & { currency: string; all: number; known: number })[]>`
    with chosen as materialized (
      select id, currency from accounts where organization_id = ${organizationId} and environment = ${environment}
        ${filter.entityId === null ? db`` : db`and entity_id = ${filter.entityId}`}
        ${filter.connectionId === null ? db`` : db`and connection_id = ${filter.connectionId}`}
    ), steps as (
      select c.currency, s.date, s.ledger_balance - coalesce(lag(s.ledger_balance) over account, 0) as step,
        s.is_stated, lag(s.date) over account is null as is_first
      from chosen c cross join lateral (
        (select ${filter.from}::date as date, ledger_balance, false as is_stated from daily_balances
          where organization_id = ${organizationId} and account_id = c.id and date < ${filter.from}
          order by date desc limit 1)
        union all
        (select date, ledger_balance, true from daily_balances
          where organization_id = ${organizationId} and account_id = c.id and date >= ${filter.from} and date <= ${filter.to}
          order by date)
      ) s
      window account as (partition by c.id order by s.date, s.is_stated)
    ), changes as (
      select currency, date, sum(step) as step, count(*) filter (where is_first) as joined,
        count(*) filter (where is_stated) as stated
      from steps group by currency, date
    ), totals as (
      select c.currency, count(*) as all,
        (select sum(joined) from changes where changes.currency = c.currency) as known
      from chosen c group by c.currency
    )
    select t.currency, t.all::int4 as all, coalesce(t.known, 0)::int4 as known, d.day::date as date,
      (sum(c.step) over so_far)::text as balance, coalesce(sum(c.joined) over so_far, 0)::int4 as accounts,
      (coalesce(sum(c.joined) over so_far, 0) - coalesce(c.stated, 0))::int4 as carried
    from totals t cross join generate_series(${filter.from}::date, ${filter.to}::date, interval '1 day') as d (day)
    left join changes c on c.currency = t.currency and c.date = d.day::date
    window so_far as (partition by t.currency order by d.day)
    order by t.currency, d.day`;
  return [...Map.groupBy(rows, ({ currency }) => currency)].map(([currency, days]) => ({
    currency,
    accounts: days[0]?.all ?? 0,
    accountsWithoutBalance: (days[0]?.all ?? 0) - (days[0]?.known ?? 0),
    days: days.map(({ date, balance, accounts, carried }) => ({ date, balance, accounts, carried })),
  }));
}
