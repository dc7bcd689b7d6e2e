-- What an event says before its type is rendered when the change is written, like the body, so that a page of the stream
-- is put together in the database from finished text.
alter table transactions add column event_head text;

update transactions t set event_head = format('"eventId":"evt_%s","eventAt":"%s",',
  -- Crockford's base 32 of the 128 bits, which two zero bits in front make 26 digits.
  (select string_agg(substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', substring(bits from place for 5)::bit(5)::integer + 1, 1), ''
      order by place)
    from (select B'00' || ('x' || replace(t.event_id::text, '-', ''))::bit(128) as bits) id, generate_series(1, 126, 5) place),
  to_char(t.event_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'));

alter table transactions alter column event_head set not null;
alter table transactions drop column event_id;
alter table transactions drop column event_at;

-- What is open is read with every run, however long the account's history is.
create index transactions_open on transactions (organization_id, account_id)
  where removed_at is null and (status = 'pending' or posted_date is null);
