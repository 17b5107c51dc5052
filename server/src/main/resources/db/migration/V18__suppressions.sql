-- Recipients that a team's emails are kept from. The address is stored as it is compared: in lower case, the domain as
-- A-labels. The unique index answers what is asked for every email of a team that has any.
create table suppressions (
    team_id    uuid not null references teams on delete cascade,
    id         uuid not null,
    email      text not null,
    origin     text not null check (origin in ('bounce', 'complaint', 'manual')),
    source_id  uuid,
    diagnostic text,
    created_at timestamptz not null,
    primary key (team_id, id)
);
create unique index suppressions_of_address on suppressions (team_id, email);
create index suppressions_of_origin on suppressions (team_id, origin, id);

-- A delivery to such a recipient is settled when it is made.
alter table deliveries drop constraint deliveries_state_check;
alter table deliveries add constraint deliveries_state_check
    check (state in ('waiting', 'attempting', 'deferred', 'delivered', 'bounced', 'suppressed'));

-- What was noticed about the content when the email was accepted. It never changes, so it stands with the content.
alter table email_contents add column warnings jsonb;
