-- Links for new passwords that were asked for and are still to be sent: a row from the request on until its letter was
-- handed over. There is one for addresses that nobody has too, so that requests do not tell who has an account.
create table password_reset_requests (
    id        uuid primary key,
    -- as people are told apart by it, of whatever was typed
    email_key text not null,
    -- sealed
    token     bytea not null,
    -- nobody takes it up before that
    due       timestamptz not null,
    ends_at   timestamptz not null,
    -- whether the link was made of use already
    linked    boolean not null default false
);
create index password_reset_requests_due on password_reset_requests (due, id);
