-- What customers asked us to send. The row that changes (last_event) is kept apart from the content that never does,
-- so that telling an event rewrites a few hundred octets and not the whole email. No foreign keys: these are the
-- tables of the hot path, and their rows are only ever written by one statement each.
create table emails (
    team_id    uuid not null,
    id         uuid not null,
    domain_id  uuid not null,
    sender     text not null,
    recipients text[] not null,
    cc         text[] not null,
    bcc        text[] not null,
    reply_to   text[] not null,
    subject    text not null,
    message_id text not null,
    tags       jsonb,
    headers    jsonb,
    last_event text not null check (last_event in ('queued', 'scheduled', 'sent', 'delivered', 'delivery_delayed',
                   'bounced', 'complained', 'opened', 'clicked', 'suppressed', 'failed', 'canceled')),
    created_at timestamptz not null,
    primary key (team_id, id)
) with (fillfactor = 85);

create table email_contents (
    email_id uuid primary key,
    team_id  uuid not null,
    html     text,
    body     text
);

create table attachments (
    email_id     uuid not null,
    position     int not null,
    team_id      uuid not null,
    id           uuid not null,
    filename     text,
    content_type text not null,
    content_id   text,
    content      bytea not null,
    primary key (email_id, position)
);

alter table attachments alter content set storage external;
