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
