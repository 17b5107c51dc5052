-- Events between the transaction that caused them and the features that hear of them. Rows live for milliseconds.
create table outbox (
    id         uuid primary key,
    kind       text not null,
    team_id    uuid not null,
    body       jsonb not null,
    created_at timestamptz not null,
    due        timestamptz not null,
    attempts   int not null default 0
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

create index outbox_due on outbox (due, id);
