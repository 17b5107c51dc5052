-- Policies that recipients' domains publish for the way of their mail, for all nodes and over restarts: whoever keeps
-- somebody from asking for a policy must not thereby undo one that was known.
create table mta_sts_policies (
    domain     text primary key,
    policy_id  text not null,
    policy     text not null,
    fetched_at timestamptz not null,
    expires_at timestamptz not null
);
create index mta_sts_policies_expiring on mta_sts_policies (expires_at);

-- What TLS reports will say: sessions of a day, counted by all that a report tells apart. Nodes add to the same rows,
-- each once a minute. A session that went well has the result ''.
create table tls_results (
    day           date not null,
    domain        text not null,
    policy_type   text not null check (policy_type in ('tlsa', 'sts', 'no_policy_found')),
    policy_domain text not null,
    mx_host       text not null,
    address       text not null,
    result        text not null,
    reason        text not null,
    policy        text not null,
    sessions      bigint not null,
    primary key (day, domain, policy_type, policy_domain, mx_host, address, result, reason)
) with (fillfactor = 70);

-- Who takes care of the report on a domain's day. A claim that did not lead to a report ends after an hour.
create table tls_reports (
    day        date not null,
    domain     text not null,
    claimed_at timestamptz not null,
    settled_at timestamptz,
    primary key (day, domain)
);
