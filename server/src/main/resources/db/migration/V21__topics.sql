-- Kinds of email that recipients may want or not want. What a topic is to somebody who chose nothing never changes:
-- mail that people did not ask for must not begin to reach them because of a setting.
create table topics (
    team_id              uuid not null references teams on delete cascade,
    id                   uuid not null,
    name                 text not null,
    description          text,
    default_subscription text not null check (default_subscription in ('opt_in', 'opt_out')),
    visibility           text not null check (visibility in ('public', 'private')),
    created_at           timestamptz not null,
    updated_at           timestamptz not null,
    primary key (team_id, id)
);

-- The topic an email belongs to and the template it was made from, both perhaps removed by now. No foreign keys, as
-- for everything on the hot path.
alter table emails add column topic_id uuid, add column template_id uuid;

-- A delivery to somebody who does not want such emails is settled when it is made.
alter table deliveries drop constraint deliveries_state_check;
alter table deliveries add constraint deliveries_state_check
    check (state in ('waiting', 'attempting', 'deferred', 'delivered', 'bounced', 'suppressed', 'failed'));
