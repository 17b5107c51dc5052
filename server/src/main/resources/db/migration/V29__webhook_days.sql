-- Webhook messages and the attempts to deliver them, a partition for each day of UTC on which a message was made, dropped
-- whole when it is old and nothing in it is still to be sent. Ids of messages are UUIDs of version 7: they are the
-- partition key of both, so an attempt lies in the partition of its message's day.
alter table webhook_attempts rename to webhook_attempts_before;
alter table webhook_attempts_before rename constraint webhook_attempts_pkey to webhook_attempts_before_pkey;
drop index webhook_attempts_of_message;
alter table webhook_messages rename to webhook_messages_before;
alter table webhook_messages_before rename constraint webhook_messages_pkey to webhook_messages_before_pkey;
drop index webhook_messages_due, webhook_messages_leased, webhook_messages_of_webhook;

create table webhook_messages (
    id         uuid primary key,
    webhook_id uuid not null references webhooks on delete cascade,
    team_id    uuid not null,
    type       text not null,
    payload    text not null,
    created_at timestamptz not null,
    status     text not null check (status in ('pending', 'attempting', 'success', 'failed')),
    attempts   int not null default 0,
    -- When it is taken next. A node that takes it pushes this to the end of its lease, so that a message whose node
    -- vanished comes up again by itself. Null once it is settled, and then for good.
    due        timestamptz,
    leased_by  text,
    check ((due is null) = (status in ('success', 'failed'))),
    check (leased_by is null or due is not null)
) partition by range (id);
create index webhook_messages_due on webhook_messages (webhook_id, due) where due is not null;
create index webhook_messages_leased on webhook_messages (leased_by) where leased_by is not null;
create index webhook_messages_of_webhook on webhook_messages (webhook_id, id);

create table webhook_attempts (
    message_id       uuid not null references webhook_messages on delete cascade,
    id               uuid not null,
    -- null when there was no answer; then the error says why
    http_status_code int,
    response         text not null,
    error            text,
    sent_at          timestamptz not null,
    duration_ms      int not null,
    primary key (message_id, id),
    check ((http_status_code is null) = (error is not null))
) partition by range (message_id);

do $$
declare
    day date;
    lowest text;
    highest text;
begin
    for day in select distinct (uuid_extract_timestamp(id) at time zone 'UTC')::date from webhook_messages_before loop
        lowest := lpad(to_hex((extract(epoch from day::timestamp at time zone 'UTC') * 1000)::bigint), 12, '0')
                  || '70008000000000000000';
        highest := lpad(to_hex((extract(epoch from (day + 1)::timestamp at time zone 'UTC') * 1000)::bigint), 12, '0')
                   || '70008000000000000000';
        execute format('create table webhook_messages_%s partition of webhook_messages for values from (%L) to (%L)'
                       ' with (autovacuum_vacuum_scale_factor = 0.02)',
                       to_char(day, 'YYYYMMDD'), lowest::uuid, highest::uuid);
        execute format('create table webhook_attempts_%s partition of webhook_attempts for values from (%L) to (%L)',
                       to_char(day, 'YYYYMMDD'), lowest::uuid, highest::uuid);
    end loop;
end $$;

insert into webhook_messages
       (id, webhook_id, team_id, type, payload, created_at, status, attempts, due, leased_by)
select id, webhook_id, team_id, type, payload, created_at, status, attempts, due, leased_by
  from webhook_messages_before;
insert into webhook_attempts (message_id, id, http_status_code, response, error, sent_at, duration_ms)
select message_id, id, http_status_code, response, error, sent_at, duration_ms
  from webhook_attempts_before;
drop table webhook_attempts_before;
drop table webhook_messages_before;
