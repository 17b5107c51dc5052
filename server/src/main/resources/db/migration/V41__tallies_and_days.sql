-- How often a recipient came by an email, for each kind of visit: whoever locks the row judges the next visits, on whatever
-- node. It takes the place of first_visits, and with it what that knew: who has a row there was visited by a person.
alter table first_visits rename to visit_tallies;

do $$
declare
    day text;
begin
    for day in select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
                where i.inhparent = 'visit_tallies'::regclass
    loop
        execute format('alter table %I rename to %I', day, replace(day, 'first_visits', 'visit_tallies'));
    end loop;
end
$$;

alter table visit_tallies
    -- whether a person's was the first, and is marked so
    add column by_person boolean not null default true,
    -- how many there are in visits, people's and machines'
    add column persons int not null default 0,
    add column machines int not null default 0,
    -- how many more came, which nothing else is known of
    add column beyond bigint not null default 0;

alter table visit_tallies alter column by_person set default false;

-- What was counted on days of UTC, a row for a day instead of one for each quarter of an hour: element n is what
-- was counted before the end of the nth quarter, so that any part of a day is one subtraction. Counts move here from
-- email_statistics and tag_statistics, and what is counted late goes there first as ever: the truth is the sum of both.
create table email_statistics_days (
    team_id   uuid not null,
    day       date not null,
    domain_id uuid not null,
    figure    text not null,
    times     bigint[] not null check (cardinality(times) = 96),
    primary key (team_id, day, domain_id, figure)
);

create table tag_statistics_days (
    team_id   uuid not null,
    name      text not null,
    day       date not null,
    value     text not null,
    domain_id uuid not null,
    figure    text not null,
    times     bigint[] not null check (cardinality(times) = 96),
    primary key (team_id, name, day, value, domain_id, figure)
);

-- Finds what is to move.
create index email_statistics_quarter on email_statistics (quarter, team_id);
create index tag_statistics_quarter on tag_statistics (quarter, team_id, name);
drop index email_statistics_slots, tag_statistics_slots;

-- Day by day: what lies in both at the same places is added.
create function added(one bigint[], other bigint[]) returns bigint[] immutable parallel safe language sql
return (select array_agg(a + b order by place) from unnest(one, other) with ordinality as t (a, b, place));

-- Counts at places of a day as what was counted before the end of each.
create function summed_up(places int[], times bigint[]) returns bigint[] immutable parallel safe language sql
return array(select sum(coalesce(t.times, 0)) over (order by n)::bigint
               from generate_series(0, 95) n left join unnest(places, times) as t (place, times) on t.place = n
              order by n);

-- Tracking hosts that a domain had before. Where our servers answer for its names, they go on to lead to us, as links in
-- mail that was sent do.
create table former_tracking_labels (
    domain_id uuid not null references domains on delete cascade,
    team_id   uuid not null,
    label     text not null,
    turn      bigint generated always as identity,
    primary key (domain_id, label)
);
