-- How emails fared: how many recipients each thing happened to in a quarter of an hour. Days and hours of every time zone
-- are whole quarters. Written by the transactions that make it true, several at a time: each adds to a slot of its own
-- choice, so that they seldom wait for each other, and the count is the sum over the slots. Half of each page is kept
-- free for rewriting rows in place.
create table email_statistics (
    team_id   uuid not null,
    quarter   timestamptz not null,
    domain_id uuid not null,
    figure    text not null,
    slot      smallint not null,
    times     bigint not null,
    primary key (team_id, quarter, domain_id, figure, slot)
) with (fillfactor = 50);

-- What happened before somebody counted.
insert into email_statistics (team_id, quarter, domain_id, figure, slot, times)
select team_id, date_bin('15 minutes', at, timestamptz '2000-01-01 00:00:00+00'), domain_id, figure, 0, count(*)
  from (select team_id, domain_id, created_at as at,
               case when state in ('suppressed', 'failed') then state else 'sent' end as figure
          from deliveries
        union all
        select team_id, domain_id, settled_at, 'delivered' from deliveries where state = 'delivered'
        union all
        select d.team_id, d.domain_id, d.settled_at,
               case when a.reason in ('mailbox_full', 'message_too_large', 'content_refused', 'expired')
                    then 'bounced_transient' else 'bounced_permanent' end
          from deliveries d
          join attempts a on a.email_id = d.email_id and a.position = d.position and a.number = d.attempts
         where d.state = 'bounced'
        union all
        select d.team_id, d.domain_id, a.started_at, 'delivery_delayed'
          from deliveries d
          join attempts a on a.email_id = d.email_id and a.position = d.position and a.number = 1
         where a.outcome = 'deferred'
        union all
        select d.team_id, d.domain_id, d.settled_at, 'complained'
          from emails e
          join deliveries d on d.email_id = e.id
         where e.last_event = 'complained' and d.state = 'delivered') as happened
 group by 1, 2, 3, 4;
