-- The queue: one row for each recipient of each email. A worker leases rows, speaks SMTP outside of any transaction,
-- and settles them in a second one; a lease that ends returns the row to the queue.
create table deliveries (
    email_id   uuid not null,
    position   int not null,
    team_id    uuid not null,
    domain_id  uuid not null,
    recipient  text not null,
    reverse_path text not null,
    tls        text not null check (tls in ('none', 'opportunistic', 'required', 'required_verified')),
    state      text not null check (state in ('waiting', 'attempting', 'deferred', 'delivered', 'bounced')),
    wait_reason text,
    due        timestamptz not null,
    leased_by  text,
    lease_ends timestamptz,
    attempts   int not null default 0,
    created_at timestamptz not null,
    settled_at timestamptz,
    primary key (email_id, position),
    check ((state = 'attempting') = (leased_by is not null))
) with (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.05);

create index deliveries_due on deliveries (due) where state in ('waiting', 'deferred');
create index deliveries_leased on deliveries (lease_ends) where state = 'attempting';

-- What was tried and said. The conversation is the SMTP dialogue as JSON, kept for people who ask why.
create table attempts (
    email_id     uuid not null,
    position     int not null,
    number       int not null,
    team_id      uuid not null,
    started_at   timestamptz not null,
    duration_ms  int not null,
    host         text,
    address      text,
    tls          text,
    outcome      text not null check (outcome in ('delivered', 'deferred', 'bounced')),
    reason       text not null,
    reply        text,
    conversation jsonb not null,
    primary key (email_id, position, number)
);
