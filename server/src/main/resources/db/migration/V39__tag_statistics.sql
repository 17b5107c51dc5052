-- How emails with a tag fared: as email_statistics, for each value of each tag. A value is whatever a customer writes,
-- perhaps a different one in every email; so only the first so many values of a name are counted by themselves, and
-- counted_tags has them. What comes later is counted together as '*', which no tag can be.
create table counted_tags (
    team_id uuid not null references teams on delete cascade,
    name    text not null,
    value   text not null,
    primary key (team_id, name, value)
);

create table tag_statistics (
    team_id   uuid not null,
    name      text not null,
    quarter   timestamptz not null,
    value     text not null,
    domain_id uuid not null,
    figure    text not null,
    slot      smallint not null,
    times     bigint not null,
    primary key (team_id, name, quarter, value, domain_id, figure, slot)
) with (fillfactor = 50);

-- Slots spare those who write at once from waiting for each other. Later they only make reading dearer, and are merged.
create index email_statistics_slots on email_statistics (quarter) where slot > 0;
create index tag_statistics_slots on tag_statistics (quarter) where slot > 0;
