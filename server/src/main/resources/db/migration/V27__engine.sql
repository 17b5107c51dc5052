-- The mail engine: fair queues, sites, nodes, and attempts in partitions.

-- Bulk goes after what somebody waits for. What waits is found by team, so that one team's million does not stand in
-- front of another's one; and by time alone, to see cheaply whether anything is due at all.
alter table deliveries add column bulk boolean not null default false;
-- The name the delivery's site is counted under, as of its last attempt; null before it was looked for.
alter table deliveries add column site text;
alter table deliveries drop constraint deliveries_state_check;
alter table deliveries add constraint deliveries_state_check
    check (state in ('waiting', 'attempting', 'deferred', 'held', 'delivered', 'bounced', 'suppressed', 'failed', 'canceled'));
create index deliveries_line on deliveries (bulk, team_id, due) where state in ('waiting', 'deferred');

-- The attempts of emails, a partition for each day of UTC on which an email was accepted, dropped whole when it is old.
-- Ids of emails are UUIDs of version 7: they are the partition key, and whoever looks for an email's attempts reads one
-- partition.
alter table attempts rename to attempts_before;
alter index attempts_pkey rename to attempts_before_pkey;
create table attempts (
    email_id     uuid not null,
    position     int not null,
    number       int not null,
    team_id      uuid not null,
    started_at   timestamptz not null,
    duration_ms  int not null,
    host         text,
    address      text,
    source       text,
    tls          text,
    -- Which policy decided on the encryption, and what came of it, in words.
    tls_policy   text,
    outcome      text not null,
    reason       text not null,
    reply        text,
    conversation jsonb not null,
    primary key (email_id, position, number)
) partition by range (email_id);

do $$
declare
    day date;
    lowest text;
    highest text;
begin
    for day in select distinct (uuid_extract_timestamp(email_id) at time zone 'UTC')::date from attempts_before loop
        lowest := lpad(to_hex((extract(epoch from day::timestamp at time zone 'UTC') * 1000)::bigint), 12, '0');
        highest := lpad(to_hex((extract(epoch from (day + 1)::timestamp at time zone 'UTC') * 1000)::bigint), 12, '0');
        execute format('create table attempts_%s partition of attempts for values from (%L) to (%L)',
                       to_char(day, 'YYYYMMDD'),
                       overlay(overlay(lowest || '70008000000000000000' placing '-' from 9 for 0) placing '-' from 14 for 0),
                       overlay(overlay(highest || '70008000000000000000' placing '-' from 9 for 0) placing '-' from 14 for 0));
    end loop;
end $$;
insert into attempts (email_id, position, number, team_id, started_at, duration_ms, host, address, tls, outcome, reason,
                      reply, conversation)
select email_id, position, number, team_id, started_at, duration_ms, host, address, tls, outcome, reason, reply,
       conversation
  from attempts_before;
drop table attempts_before;

-- The nodes that deliver from this database. Whoever was not seen for some seconds has no share of what sites take.
create table nodes (
    node       text primary key,
    started_at timestamptz not null,
    seen_at    timestamptz not null
);

-- Sites that nothing is sent to for a while, by the address of ours that they turned away.
create table site_suspensions (
    site   text not null,
    source text not null,
    until  timestamptz not null,
    why    text not null,
    primary key (site, source)
);

-- How much of a day's allowance nodes have taken for addresses and domains that are being warmed up.
create table warm_up_counts (
    day     date not null,
    subject text not null,
    taken   int not null,
    primary key (day, subject)
);
