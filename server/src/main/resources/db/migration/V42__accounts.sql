-- The people who sign in to the dashboard.
create table people (
    id         uuid primary key,
    -- as it was typed
    email      text not null,
    -- in lower case: one account for one address
    email_key  text not null unique,
    name       text not null,
    -- argon2id as a PHC string; null for who signs in another way
    password   text,
    created_at timestamptz not null
);

create table memberships (
    person_id uuid not null references people on delete cascade,
    team_id   uuid not null references teams on delete cascade,
    role      text not null check (role in ('owner', 'admin', 'developer', 'viewer')),
    since     timestamptz not null,
    primary key (person_id, team_id)
);
create index memberships_of_team on memberships (team_id, person_id);

-- Who is signed in. The token carries 256 bits of randomness, so a slow hash would add nothing.
create table person_sessions (
    id         uuid primary key,
    person_id  uuid not null references people on delete cascade,
    token_hash bytea not null unique,
    -- of the program and the address that signed in
    program    text not null,
    address    text not null,
    created_at timestamptz not null,
    -- to the minute or so
    seen_at    timestamptz not null
);
create index person_sessions_of_person on person_sessions (person_id, id);

-- Programs that show codes (RFC 6238).
create table person_totp (
    person_id    uuid primary key references people on delete cascade,
    -- sealed
    secret       bytea not null,
    created_at   timestamptz not null,
    -- null until a first code was shown: nobody is asked for codes before that
    confirmed_at timestamptz,
    -- the last 30 seconds, counted from 1970, of which a code was taken
    last_step    bigint not null default 0
);

create table recovery_codes (
    person_id uuid not null references people on delete cascade,
    code_hash bytea not null,
    primary key (person_id, code_hash)
);

create table passkeys (
    -- what the authenticator calls it (WebAuthn §4, Credential ID)
    credential_id bytea primary key,
    id            uuid not null unique,
    person_id     uuid not null references people on delete cascade,
    name          text not null,
    -- attested credential data (WebAuthn §6.5.1), with the public key
    credential    bytea not null,
    sign_count    bigint not null,
    backup_eligible boolean not null,
    backed_up     boolean not null,
    transports    text[] not null,
    created_at    timestamptz not null,
    used_at       timestamptz
);
create index passkeys_of_person on passkeys (person_id, id);

-- Sign-ins that have begun and are not finished, for some minutes.
create table sign_in_steps (
    token_hash bytea primary key,
    kind       text not null check (kind in ('second_factor', 'passkey', 'new_passkey', 'oidc')),
    person_id  uuid references people on delete cascade,
    -- sealed: what the answer is compared with
    secret     bytea not null,
    -- how often the answer was wrong
    failures   integer not null default 0,
    ends_at    timestamptz not null
);
create index sign_in_steps_ended on sign_in_steps (ends_at);

-- People as an OpenID provider knows them.
create table person_identities (
    issuer     text not null,
    subject    text not null,
    person_id  uuid not null references people on delete cascade,
    created_at timestamptz not null,
    primary key (issuer, subject)
);
create index person_identities_of_person on person_identities (person_id);

-- How often guessing went wrong, by client, by account and by both; who is meant stands here as a hash only.
create table sign_in_delays (
    gate     bytea primary key,
    failures integer not null,
    -- nobody passes before that
    until    timestamptz not null,
    -- when the failures are forgotten
    ends_at  timestamptz not null
);
create index sign_in_delays_ended on sign_in_delays (ends_at);

create table invitations (
    id         uuid primary key,
    team_id    uuid not null references teams on delete cascade,
    email      text not null,
    email_key  text not null,
    role       text not null check (role in ('owner', 'admin', 'developer', 'viewer')),
    token_hash bytea not null unique,
    -- null when that person has no account any more
    invited_by uuid references people on delete set null,
    created_at timestamptz not null,
    ends_at    timestamptz not null,
    unique (team_id, email_key)
);
create index invitations_of_team on invitations (team_id, id);

create table password_resets (
    person_id  uuid primary key references people on delete cascade,
    token_hash bytea not null unique,
    ends_at    timestamptz not null
);
