-- A team's figures of a month were the sum over all its domains of rows of 96 running totals, of which whole days need one:
-- a team with 250 domains read 75,000 rows of a kilobyte. Now whole days have a row with a column for each figure, and what
-- happens at any domain of a team is counted a second time, in every table, under the domain 00000000-…: for all of them.
create table email_statistics_totals (
    team_id              uuid not null,
    day                  date not null,
    domain_id            uuid not null,
    received             bigint not null,
    delivered            bigint not null,
    complained           bigint not null,
    suppressed           bigint not null,
    bounced_transient    bigint not null,
    bounced_permanent    bigint not null,
    bounced_undetermined bigint not null,
    opened               bigint not null,
    clicked              bigint not null,
    unsubscribed         bigint not null,
    delivery_delayed     bigint not null,
    failed               bigint not null,
    sent                 bigint not null,
    unique_opened        bigint not null,
    unique_clicked       bigint not null,
    primary key (team_id, day, domain_id)
) with (fillfactor = 70);

create table tag_statistics_totals (
    name  text not null,
    value text not null,
    like email_statistics_totals,
    primary key (team_id, name, day, domain_id, value)
) with (fillfactor = 70);

-- Rows of one domain, or of all together, lie side by side.
alter table email_statistics drop constraint email_statistics_pkey,
    add primary key (team_id, domain_id, quarter, figure, slot);
alter table tag_statistics drop constraint tag_statistics_pkey,
    add primary key (team_id, name, domain_id, quarter, value, figure, slot);
alter table tag_statistics_days drop constraint tag_statistics_days_pkey,
    add primary key (team_id, name, day, domain_id, value, figure);

insert into email_statistics (team_id, quarter, domain_id, figure, slot, times)
select team_id, quarter, '00000000-0000-0000-0000-000000000000', figure, slot, sum(times)
  from email_statistics group by team_id, quarter, figure, slot;

insert into tag_statistics (team_id, name, quarter, value, domain_id, figure, slot, times)
select team_id, name, quarter, value, '00000000-0000-0000-0000-000000000000', figure, slot, sum(times)
  from tag_statistics group by team_id, name, quarter, value, figure, slot;

insert into email_statistics_days (team_id, day, domain_id, figure, times)
select team_id, day, '00000000-0000-0000-0000-000000000000', figure, array_agg(times order by place)
  from (select team_id, day, figure, place, sum(upto)::bigint as times
          from email_statistics_days, unnest(times) with ordinality as counted (upto, place)
         group by 1, 2, 3, 4) as summed
 group by team_id, day, figure;

insert into tag_statistics_days (team_id, name, day, value, domain_id, figure, times)
select team_id, name, day, value, '00000000-0000-0000-0000-000000000000', figure, array_agg(times order by place)
  from (select team_id, name, day, value, figure, place, sum(upto)::bigint as times
          from tag_statistics_days, unnest(times) with ordinality as counted (upto, place)
         group by 1, 2, 3, 4, 5, 6) as summed
 group by team_id, name, day, value, figure;

insert into email_statistics_totals (team_id, day, domain_id,
       received, delivered, complained, suppressed, bounced_transient, bounced_permanent, bounced_undetermined,
       opened, clicked, unsubscribed, delivery_delayed, failed, sent, unique_opened, unique_clicked)
select team_id, day, domain_id,
       coalesce(sum(times[96]) filter (where figure = 'received'), 0),
       coalesce(sum(times[96]) filter (where figure = 'delivered'), 0),
       coalesce(sum(times[96]) filter (where figure = 'complained'), 0),
       coalesce(sum(times[96]) filter (where figure = 'suppressed'), 0),
       coalesce(sum(times[96]) filter (where figure = 'bounced_transient'), 0),
       coalesce(sum(times[96]) filter (where figure = 'bounced_permanent'), 0),
       coalesce(sum(times[96]) filter (where figure = 'bounced_undetermined'), 0),
       coalesce(sum(times[96]) filter (where figure = 'opened'), 0),
       coalesce(sum(times[96]) filter (where figure = 'clicked'), 0),
       coalesce(sum(times[96]) filter (where figure = 'unsubscribed'), 0),
       coalesce(sum(times[96]) filter (where figure = 'delivery_delayed'), 0),
       coalesce(sum(times[96]) filter (where figure = 'failed'), 0),
       coalesce(sum(times[96]) filter (where figure = 'sent'), 0),
       coalesce(sum(times[96]) filter (where figure = 'unique_opened'), 0),
       coalesce(sum(times[96]) filter (where figure = 'unique_clicked'), 0)
  from email_statistics_days group by team_id, day, domain_id;

insert into tag_statistics_totals (team_id, name, day, value, domain_id,
       received, delivered, complained, suppressed, bounced_transient, bounced_permanent, bounced_undetermined,
       opened, clicked, unsubscribed, delivery_delayed, failed, sent, unique_opened, unique_clicked)
select team_id, name, day, value, domain_id,
       coalesce(sum(times[96]) filter (where figure = 'received'), 0),
       coalesce(sum(times[96]) filter (where figure = 'delivered'), 0),
       coalesce(sum(times[96]) filter (where figure = 'complained'), 0),
       coalesce(sum(times[96]) filter (where figure = 'suppressed'), 0),
       coalesce(sum(times[96]) filter (where figure = 'bounced_transient'), 0),
       coalesce(sum(times[96]) filter (where figure = 'bounced_permanent'), 0),
       coalesce(sum(times[96]) filter (where figure = 'bounced_undetermined'), 0),
       coalesce(sum(times[96]) filter (where figure = 'opened'), 0),
       coalesce(sum(times[96]) filter (where figure = 'clicked'), 0),
       coalesce(sum(times[96]) filter (where figure = 'unsubscribed'), 0),
       coalesce(sum(times[96]) filter (where figure = 'delivery_delayed'), 0),
       coalesce(sum(times[96]) filter (where figure = 'failed'), 0),
       coalesce(sum(times[96]) filter (where figure = 'sent'), 0),
       coalesce(sum(times[96]) filter (where figure = 'unique_opened'), 0),
       coalesce(sum(times[96]) filter (where figure = 'unique_clicked'), 0)
  from tag_statistics_days group by team_id, name, day, value, domain_id;

analyze email_statistics, tag_statistics, email_statistics_days, tag_statistics_days,
    email_statistics_totals, tag_statistics_totals;
