-- Customers' domains. Two teams may try to prove the same name and only one can have proved it, hence the partial
-- unique index beside the one by team. What a domain's owner must publish is stored as rows, not recomputed: it stays
-- what was shown to them when the operator's settings change. Private keys are sealed with the master key.
create table domains (
    id                 uuid primary key,
    team_id            uuid not null references teams on delete cascade,
    name               text not null,
    status             text not null check (status in ('not_started', 'pending', 'verified', 'failed')),
    region             text not null,
    return_path        text not null,
    tls                text not null check (tls in ('opportunistic', 'enforced')),
    open_tracking      boolean not null,
    click_tracking     boolean not null,
    sending            boolean not null,
    receiving          boolean not null,
    tracking_subdomain text,
    created_at         timestamptz not null,
    check_round        int not null,
    checks_done        int not null,
    missing_since      timestamptz,
    checked_at         timestamptz,
    next_check_at      timestamptz,
    leased_until       timestamptz,
    unique (team_id, name)
);

create index domains_of_team on domains (team_id, id);
create unique index domains_proved on domains (name) where status = 'verified';
create index domains_due on domains (next_check_at) where next_check_at is not null;

create table domain_records (
    domain_id     uuid not null references domains on delete cascade,
    position      int not null,
    team_id       uuid not null,
    purpose       text not null check (purpose in ('return_path', 'spf', 'dkim')),
    type          text not null check (type in ('mx', 'txt', 'cname', 'caa')),
    name          text not null,
    relative_name text not null,
    value         text not null,
    priority      int,
    status        text not null
                  check (status in ('not_started', 'pending', 'verified', 'temporary_failure', 'failed')),
    findings      jsonb not null default '[]',
    primary key (domain_id, position)
);

-- One row for each selector, so that a key can be rotated without the old one being forgotten.
create table domain_keys (
    domain_id   uuid not null references domains on delete cascade,
    selector    text not null,
    team_id     uuid not null,
    private_key bytea not null,
    created_at  timestamptz not null,
    primary key (domain_id, selector)
);
