-- Return paths that a domain had before: bounces of what was sent still come there.
create table former_return_paths (
    domain_id uuid not null references domains on delete cascade,
    team_id   uuid not null,
    label     text not null,
    turn      bigint generated always as identity,
    primary key (domain_id, label)
);
