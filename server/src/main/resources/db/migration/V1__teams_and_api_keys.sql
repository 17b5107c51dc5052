-- Who uses the platform, and the keys they call it with. A key's token is never stored, only its SHA-256: the token
-- carries 190 bits of randomness, so a slow hash would add nothing.
create table teams (
    id         uuid primary key,
    name       text not null,
    created_at timestamptz not null
);

create table api_keys (
    id           uuid primary key,
    team_id      uuid not null references teams on delete cascade,
    name         text not null,
    token_hash   bytea not null unique,
    permission   text not null check (permission in ('full_access', 'sending_access')),
    domain_id    uuid,
    created_at   timestamptz not null,
    last_used_at timestamptz
);

create index api_keys_of_team on api_keys (team_id, id);
