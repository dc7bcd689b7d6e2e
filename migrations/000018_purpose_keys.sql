-- Keys for uses other than sealing, such as the hashes of API keys: wrapped by the master key like data keys, so that the
-- master key can change and they do not.
create table purpose_keys (
  purpose text primary key,
  wrapped bytea not null,
  created_at timestamptz not null
);
