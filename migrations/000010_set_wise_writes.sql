-- A first sync writes hundreds of thousands of rows at once, and two fifths of its time went into foreign keys that were
-- checked row by row: that a transaction's organization is there, and a revision's and an alias' transaction. The one
-- function that writes them holds the organization's stream head, which refers to it, and writes the three together. What
-- is deleted still takes along what belongs to it.
alter table transactions drop constraint transactions_organization_id_fkey;
alter table transaction_revisions drop constraint transaction_revisions_organization_id_transaction_id_fkey;
alter table transaction_aliases drop constraint transaction_aliases_organization_id_transaction_id_fkey;

create function delete_transactions_of_organization() returns trigger language plpgsql as $$
begin
  delete from transactions where organization_id = old.id;
  return null;
end $$;
create trigger transactions_go_along after delete on organizations
  for each row execute function delete_transactions_of_organization();

create function delete_history_of_transaction() returns trigger language plpgsql as $$
begin
  delete from transaction_revisions where organization_id = old.organization_id and transaction_id = old.id;
  delete from transaction_aliases where organization_id = old.organization_id and transaction_id = old.id;
  return null;
end $$;
create trigger history_goes_along after delete on transactions
  for each row execute function delete_history_of_transaction();

-- Nothing is looked for by these, and gathering statistics of long texts takes most of the time of an analysis.
alter table transactions alter column body set statistics 0;
alter table transactions alter column search_text set statistics 0;
alter table transactions alter column match_key set statistics 0;
alter table transactions alter column event_head set statistics 0;
alter table transaction_revisions alter column body set statistics 0;
