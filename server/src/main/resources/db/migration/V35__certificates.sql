-- Our account at each certificate authority (RFC 8555 §7.1.2), known by the URL of its directory.
create table certificate_accounts (
    directory  text primary key,
    -- sealed; made before anybody talks to the authority, so that all nodes come with the same key
    key        bytea not null,
    -- null until the authority has told it
    location   text,
    -- the address it was told last
    contact    text,
    created_at timestamptz not null
);

-- The hosts that HTTPS is served for, what became of ordering, and the certificate.
create table certificate_hosts (
    host           text primary key,
    -- when it was last wanted, give or take an hour
    wanted_at      timestamptz not null,
    -- when somebody has to look after it
    due            timestamptz not null,
    -- who does that now; another may once the lease has ended
    lease          uuid,
    lease_ends     timestamptz,
    failures       integer not null default 0,
    problem        text,
    problem_detail text,
    problem_until  timestamptz,
    failed_at      timestamptz,
    -- of the certificate: a new one for each
    certificate_id uuid,
    chain          text,
    private_key    bytea,
    not_before     timestamptz,
    not_after      timestamptz
);
create index certificate_hosts_due on certificate_hosts (due);

-- What any node answers when the authority asks for it (RFC 8555 §8.3).
create table certificate_challenges (
    token   text primary key,
    answer  text not null,
    ends_at timestamptz not null
);
