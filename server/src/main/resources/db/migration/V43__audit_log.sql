-- Who changed what, a partition for each day of UTC, dropped whole when it is old. Written in the transaction of the
-- change. Ids are UUIDs of version 7, so they sort by time: they are the partition key and the cursor of the list at
-- once. Nothing refers to anything: what is told of may be long gone, the team as well.
create table audit_log (
    id             uuid not null,
    team_id        uuid,           -- null for what belongs to the whole installation
    created_at     timestamptz not null,
    actor_type     text not null,
    actor_id       uuid,
    actor_name     text,
    client_address text,
    user_agent     text,
    action         text not null,
    subject_type   text not null,
    subject_id     text not null,
    subject_name   text,
    before         json,           -- only what changed, as of after; null where there was nothing
    after          json,
    primary key (id)
) partition by range (id);
create index audit_log_of_team on audit_log (team_id, id);
create index audit_log_of_subject on audit_log (team_id, subject_id, id);
