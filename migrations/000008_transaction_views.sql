-- What is known of the sources of a transaction. One without a row here was shown by the bank's own interface or portal
-- alone; one with two nulls by files alone; one that both have shown has the content as each of them showed it last, so
-- that each is compared with its own words and neither takes away what the other one knows. No foreign key on the
-- transaction, which would be checked row by row: whoever deletes transactions deletes these rows along.
create table transaction_views (
  organization_id uuid not null,
  account_id uuid not null,
  transaction_id uuid not null,
  bank jsonb,
  file jsonb,
  primary key (organization_id, transaction_id),
  check ((bank is null) = (file is null))
);
create index transaction_views_of_account on transaction_views (organization_id, account_id);

insert into transaction_views (organization_id, account_id, transaction_id)
select distinct t.organization_id, t.account_id, t.id
from evidence e
join transaction_revisions r on r.organization_id = e.organization_id and r.evidence_id = e.id and r.revision = 1
join transactions t on t.organization_id = r.organization_id and t.id = r.transaction_id
where e.kind = 'file' and t.removed_at is null;
