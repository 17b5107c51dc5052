-- The whole life of a domain: seven statuses, a time of its own for every record, a history of checks, and claims.
alter table domains drop constraint domains_status_check;
alter table domains add constraint domains_status_check check (status in
    ('not_started', 'pending', 'verified', 'partially_verified', 'partially_failed', 'temporary_failure', 'failed'));

-- What is known about where the domain's records live; before the first check, the registrable domain is a good guess.
alter table domains add column zone text;
update domains set zone = name;
alter table domains alter column zone set not null;
alter table domains add column name_servers text[] not null default '{}';
alter table domains add column provider text;
alter table domains add column dns_findings jsonb not null default '[]';
alter table domains add column verified_at timestamptz;
alter table domains add column updated_at timestamptz;
update domains set updated_at = created_at;
alter table domains alter column updated_at set not null;
alter table domains add column suspended boolean not null default false;
alter table domains add column may_send boolean not null default false;
alter table domains add column may_receive boolean not null default false;
update domains set may_send = sending and status = 'verified',
                   verified_at = case when status = 'verified' then checked_at end;
alter table domains add column setup text not null default 'copy' check (setup in ('copy', 'cname', 'ns'));
-- Set when a claim was carried out: from then on nobody else can prove the name, whatever they have in DNS.
alter table domains add column claimed boolean not null default false;
alter table domains drop column missing_since;

-- One team at a time has proved a name, and it keeps it while its records are merely missing for a while.
drop index domains_proved;
create unique index domains_proved on domains (name)
    where status in ('verified', 'partially_verified', 'partially_failed', 'temporary_failure');
create unique index domains_claimed on domains (name) where claimed;
create index domains_of_name on domains (name, id);
-- Verified domains are watched from now on.
update domains set next_check_at = checked_at where status = 'verified' and next_check_at is null;

alter table domain_records drop constraint domain_records_purpose_check;
alter table domain_records drop column relative_name;
alter table domain_records add column seen text;
alter table domain_records add column clears_at timestamptz;
alter table domain_records add column since timestamptz;
alter table domain_records add column misses int not null default 0;

-- Public keys that were ever planned for a name, so that one of them found in DNS can be told from a stranger's.
create table issued_keys (
    name       text not null,
    public_key text not null,
    issued_at  timestamptz not null,
    primary key (name, public_key)
);
insert into issued_keys
    select d.name, r.value, d.created_at from domain_records r join domains d on d.id = r.domain_id
     where r.purpose = 'dkim' and r.type = 'txt'
    on conflict do nothing;

-- What checks saw: a row for each that saw something else than the one before, counting those that saw the same.
create table domain_history (
    id        uuid primary key,
    domain_id uuid not null references domains on delete cascade,
    team_id   uuid not null,
    at        timestamptz not null,
    last_at   timestamptz not null,
    checks    int not null,
    status    text not null,
    changes   jsonb not null
);
create index domain_history_of_domain on domain_history (team_id, domain_id, id);

-- A team's wish to take over a name that another team has proved: it publishes a token that only it was told.
create table domain_claims (
    id             uuid primary key,
    team_id        uuid not null references teams on delete cascade,
    domain_id      uuid references domains on delete set null,
    name           text not null,
    region         text not null,
    token          text not null,
    status         text not null check (status in
                   ('pending', 'verified', 'completed', 'blocked', 'expired', 'superseded', 'canceled', 'failed')),
    blocked_reason text check (blocked_reason in
                   ('grace_period', 'recent_owner_activity', 'pending_scheduled_emails')),
    failure_reason text,
    created_at     timestamptz not null,
    expires_at     timestamptz not null,
    checks         int not null default 0,
    next_check_at  timestamptz,
    leased_until   timestamptz
);
create index domain_claims_of_domain on domain_claims (team_id, domain_id, id);
create index domain_claims_of_name on domain_claims (name, id);
create index domain_claims_due on domain_claims (next_check_at) where next_check_at is not null;
