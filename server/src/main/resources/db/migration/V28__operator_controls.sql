-- What operators have paused. Every node keeps a copy in memory and hears of changes.
create table holds (
    id         uuid primary key,
    kind       text not null check (kind in ('site', 'team', 'domain', 'recipient_domain', 'email')),
    value      text not null,
    reason     text not null,
    -- When it ends by itself; null for never. Only what keeps deliveries still for a moment ends by itself.
    ends_at    timestamptz,
    created_at timestamptz not null,
    unique (kind, value)
);

-- Since when it is tried, where that is not since its email was accepted: operators may have it tried anew.
alter table deliveries add column tried_since timestamptz;
-- When it was last told as failed; stays when it is tried all the same.
alter table deliveries add column failed_at timestamptz;
update deliveries set failed_at = created_at where state = 'failed';

-- What operators work through, by key. What is delivered at the first attempt never enters either.
create index deliveries_live on deliveries (email_id, position) where state in ('waiting', 'deferred', 'held');
create index deliveries_stopped on deliveries (email_id, position)
    where state in ('bounced', 'suppressed', 'failed', 'canceled');
