-- Emails that wait for their time: a row as long as they wait. Not an index of emails, whose rows are rewritten in place
-- only while nothing that changes is indexed. The key that asked must still be good when the email leaves.
alter table emails add column scheduled_at timestamptz;

create table scheduled_emails (
    email_id     uuid primary key,
    team_id      uuid not null,
    domain_id    uuid not null,
    key_id       uuid not null,
    scheduled_at timestamptz not null
);
create index scheduled_emails_due on scheduled_emails (scheduled_at);
create index scheduled_emails_of_domain on scheduled_emails (team_id, domain_id);

-- Requests that must not be carried out twice, written by the transaction that carries them out.
create table idempotency_keys (
    team_id     uuid not null,
    scope       text not null,
    key         text not null,
    fingerprint text not null,
    results     jsonb not null,
    created_at  timestamptz not null,
    primary key (team_id, scope, key)
);
create index idempotency_keys_old on idempotency_keys (created_at);
