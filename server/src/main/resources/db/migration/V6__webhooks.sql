-- Customers' endpoints and what is sent to them. The signing secret is sealed under the master key, not hashed: it
-- must be readable again to sign with, and the API shows it.
create table webhooks (
    id         uuid primary key,
    team_id    uuid not null references teams on delete cascade,
    endpoint   text not null,
    -- null: every event
    events     text[] check (events <> '{}'),
    secret     bytea not null,
    status     text not null check (status in ('enabled', 'disabled')),
    created_at timestamptz not null
);

create index webhooks_of_team on webhooks (team_id, id);

-- One event on its way to one endpoint. The payload is the text exactly as it is signed and sent, the same on every
-- try, so it must not be jsonb, which would spell it anew. Its id on the wire (`msg_…`) is another spelling of the
-- UUID.
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
    -- vanished comes up again by itself. Null once it is settled.
    due        timestamptz,
    leased_by  text,
    check ((due is null) = (status in ('success', 'failed'))),
    check (leased_by is null or due is not null)
) with (autovacuum_vacuum_scale_factor = 0.02);

-- Endpoint first: the taker visits each endpoint that has something waiting and takes a few from each, so that the
-- backlog of a dead one is never walked through.
create index webhook_messages_due on webhook_messages (webhook_id, due) where due is not null;
create index webhook_messages_leased on webhook_messages (leased_by) where leased_by is not null;
create index webhook_messages_of_webhook on webhook_messages (webhook_id, id);

-- Every try, for the endpoint's event log. Its id on the wire is `atmpt_…`.
create table webhook_attempts (
    id               uuid primary key,
    message_id       uuid not null references webhook_messages on delete cascade,
    -- null when there was no answer; then the error says why
    http_status_code int,
    response         text not null,
    error            text,
    sent_at          timestamptz not null,
    duration_ms      int not null,
    check ((http_status_code is null) = (error is not null))
);

create index webhook_attempts_of_message on webhook_attempts (message_id, id);
