-- What receivers hold against the authentication of a domain's mail. One is open for each kind at a time; those that
-- say so again are counted into it.
create table domain_incidents (
    team_id      uuid not null,
    id           uuid not null,
    domain_id    uuid not null references domains on delete cascade,
    kind         text not null check (kind in ('spf', 'dkim', 'dmarc', 'alignment', 'other')),
    opened_at    timestamptz not null,
    last_seen_at timestamptz not null,
    times        int not null,
    receiver     text not null,
    reply        text not null,
    closed_at    timestamptz,
    primary key (team_id, id)
);
create unique index domain_incidents_open on domain_incidents (team_id, domain_id, kind) where closed_at is null;
create index domain_incidents_of_domain on domain_incidents (domain_id, id);

-- Emails that came back because a mailbox was full, for some weeks: after a few of them nobody empties it anymore.
create table full_mailboxes (
    team_id   uuid not null references teams on delete cascade,
    email     text not null,
    source_id uuid not null,
    at        timestamptz not null,
    primary key (team_id, email, source_id)
);
