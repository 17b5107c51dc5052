-- What a key and a team may do, how much a team has done, and what was asked over the API.

-- A key may end by itself.
alter table api_keys add column expires_at timestamptz;

-- What the operator allows a team. Requests: null for what the server's settings say, 0 for no limit. Emails: null for
-- no limit.
alter table teams add column requests_per_second int check (requests_per_second >= 0);
alter table teams add column emails_per_day bigint check (emails_per_day >= 0);
alter table teams add column emails_per_month bigint check (emails_per_month >= 0);

-- How many emails a team sent and received, in days and in months of UTC. Written by the transactions that accept
-- emails, several at a time: each adds to a slot of its own choice, so that they do not wait for each other, and the
-- count is the sum over the slots. Half of each page is kept free for rewriting rows in place.
create table email_counts (
    team_id  uuid not null,
    period   text not null check (period in ('day', 'month')),
    starts   date not null,
    slot     smallint not null,
    sent     bigint not null,
    received bigint not null,
    primary key (team_id, period, starts, slot)
) with (fillfactor = 50);
create index email_counts_old on email_counts (starts);

-- The requests of teams, a partition for each day of UTC, dropped whole when it is old. Ids are UUIDs of version 7, so
-- they sort by time: they are the partition key and the cursor of the list at once.
create table request_logs (
    team_id       uuid not null,
    id            uuid not null,
    key_id        uuid not null,
    created_at    timestamptz not null,
    method        text not null,
    endpoint      text not null,
    status        smallint not null,
    user_agent    text,
    request_body  text,
    response_body text,
    primary key (team_id, id)
) partition by range (id);
