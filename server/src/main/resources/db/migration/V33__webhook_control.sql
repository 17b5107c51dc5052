-- Where the operator's notices to a team go.
alter table teams add column contact text;

alter table webhooks
    -- For a day after a rotation deliveries are signed with both secrets.
    add column previous_secret bytea,
    add column previous_until timestamptz,
    -- null: events of every domain, and those of none
    add column domain_ids uuid[] check (domain_ids <> '{}'),
    -- Whether messages about one thing leave one after another.
    add column ordered boolean not null default false,
    -- The first failure since the last success.
    add column failing_since timestamptz,
    add column disabled_reason text check (disabled_reason in ('requested', 'gone', 'failing')),
    add column disabled_at timestamptz,
    -- Whether the team is still to be written to about it.
    add column notice_due boolean not null default false,
    add check ((previous_secret is null) = (previous_until is null)),
    add check (status = 'disabled' or num_nonnulls(disabled_reason, disabled_at) = 0),
    add check (num_nonnulls(disabled_reason, disabled_at) in (0, 2));
create index webhooks_notice_due on webhooks (id) where notice_due;
create index webhooks_with_two_secrets on webhooks (previous_until) where previous_until is not null;

-- Set for endpoints that want order: what the message is about, and the event it tells. A message with an unsettled one
-- before it waits until 'infinity'. Null for everybody else, whom this costs nothing.
alter table webhook_messages
    add column about uuid,
    add column event_id uuid,
    add check ((about is null) = (event_id is null));
create index webhook_messages_in_order on webhook_messages (webhook_id, about, event_id)
 where about is not null and due is not null;

-- Messages in order that nobody has looked at yet: whether something goes before them is decided by one process at a time.
create table webhook_arrivals (
    message_id uuid primary key,
    webhook_id uuid not null references webhooks on delete cascade,
    about      uuid not null,
    event_id   uuid not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
create index webhook_arrivals_of_webhook on webhook_arrivals (webhook_id, event_id);

-- Ranges that are being replayed: a row until its last message is queued again.
create table webhook_replays (
    id         uuid primary key,
    webhook_id uuid not null references webhooks on delete cascade,
    since      timestamptz not null,
    until      timestamptz not null,
    statuses   text[] not null,
    -- null: every event
    events     text[],
    matched    bigint not null,
    -- The last message that was looked at, and the last that is.
    position   uuid not null,
    last       uuid not null
);
create index webhook_replays_of_webhook on webhook_replays (webhook_id);
