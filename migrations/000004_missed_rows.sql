-- Posted rows that a complete read did not show: the next read has to cover their day.
create index transactions_missed on transactions (organization_id, account_id, sort_date)
  where removed_at is null and missed_reads > 0;
