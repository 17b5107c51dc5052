-- How an email is tracked: decided when it is accepted, so that every attempt sends the same octets. Null for not at all.
alter table email_contents add column tracked jsonb;

-- Visits of what tracking put into emails, people's and machines'. A partition for each day of UTC on which emails were
-- accepted, so that an email's visits lie together and are dropped together.
create table visits (
    email_id   uuid not null,
    id         uuid not null,
    team_id    uuid not null,
    -- the place of the recipient among those of the email
    position   int not null,
    kind       text not null check (kind in ('open', 'click')),
    -- where the link leads; null for opens, and for the link that nobody sees
    link       text,
    -- the rule that took it for a machine's; null for a person's
    machine    text,
    -- whether it is the first of its kind by a person for this email and recipient
    is_first   boolean not null,
    -- both null where privacy is on
    ip_address text,
    user_agent text,
    at         timestamptz not null,
    primary key (email_id, id)
) partition by range (email_id);

-- One row for each email, recipient and kind of visit by a person: whoever writes it was the first, on whatever node.
create table first_visits (
    email_id uuid not null,
    position int not null,
    kind     text not null check (kind in ('open', 'click')),
    team_id  uuid not null,
    primary key (email_id, position, kind)
) partition by range (email_id);
