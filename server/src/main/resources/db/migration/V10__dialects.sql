-- What the other dialects need beside the domains themselves: ids of 24 hex digits, inboxes, the default domain of a
-- team, counts of what was sent, and an organisation's key of an upstream service with the one domain managed there.

-- The other name of an id, for dialects whose ids are shorter than ours. Made when it is first shown; never given twice.
create table short_ids (
    short_id text primary key check (short_id ~ '^[0-9a-f]{24}$'),
    team_id  uuid not null references teams on delete cascade,
    id       uuid not null unique
);

-- An address that mail is to arrive at. One address is one inbox, whoever has it.
create table inboxes (
    id         uuid primary key,
    team_id    uuid not null references teams on delete cascade,
    domain_id  uuid not null references domains on delete cascade,
    address    text not null unique,
    name       text,
    created_at timestamptz not null
);
create index inboxes_of_team on inboxes (team_id, id);
create index inboxes_of_domain on inboxes (domain_id);

-- The row's key says that a team has one.
create table default_domains (
    team_id   uuid primary key references teams on delete cascade,
    domain_id uuid not null references domains on delete cascade
);
create index default_domains_of_domain on default_domains (domain_id);

-- How many emails were sent from each domain, up to an id; what came later is counted when somebody asks. Counting
-- all of them each time would take longer the more there are, and counting while sending would make senders wait for
-- each other.
create table sent_counted (
    team_id   uuid primary key references teams on delete cascade,
    counted_to uuid not null
);
create table sent_counts (
    team_id   uuid not null references teams on delete cascade,
    domain_id uuid not null,
    emails    bigint not null,
    primary key (team_id, domain_id)
);

-- The key is sealed under the master key: it must be readable again to be used.
create table upstream_keys (
    team_id    uuid primary key references teams on delete cascade,
    url        text not null,
    api_key    bytea not null,
    updated_at timestamptz not null
);

-- The one domain of a team at its upstream. While the upstream is asked to make it, only the name is known and the
-- place is held; whoever vanished meanwhile holds it no longer than that.
create table upstream_domains (
    team_id     uuid primary key references teams on delete cascade,
    id          uuid not null unique,
    name        text not null,
    held_until  timestamptz,
    upstream_id text,
    made_here   boolean not null,
    status      text,
    region      text,
    records     jsonb not null default '[]',
    created_at  timestamptz not null,
    verified_at timestamptz,
    check ((upstream_id is null) = (held_until is not null)),
    check ((upstream_id is null) = (status is null))
);
