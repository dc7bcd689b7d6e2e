-- First day that a complete read covered: of rows before it nothing can be said about how late they came.
alter table accounts add column read_from date;

-- A balance proof that stays broken after a wider read raises an alarm. Wider reads are repeated with growing waits.
alter table accounts add column alarm_raised_at timestamptz;
alter table accounts add column wide_reads integer not null default 0;
alter table accounts add column next_wide_read_at timestamptz;

-- How many days after their booking date rows came at the latest.
alter table connections add column observed_lateness_days integer not null default 0;
