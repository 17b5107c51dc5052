-- Why an email went the way it went: what DNS had answered when it was attempted, and what a delivery waited for beside
-- its attempts (of an attempt that was put off, the attempt says it).
alter table attempts add column dns jsonb;
alter table deliveries add column waits jsonb;

-- A list of waits with one more. The same reason again, with no attempt in between, makes the last one longer; the
-- newest twenty are kept. Times are milliseconds of Unix time, which no session's settings change.
create function waited(waits jsonb, why text, since timestamptz, until timestamptz, attempts int) returns jsonb
language sql immutable as $$
    select case
           when waits -> -1 ->> 'reason' = why and (waits -> -1 ->> 'attempts')::int = attempts
           then jsonb_set(jsonb_set(waits, '{-1,times}', to_jsonb((waits -> -1 ->> 'times')::int + 1)),
                          '{-1,until}', coalesce(to_jsonb((extract(epoch from until) * 1000)::bigint), 'null'))
           else (case when jsonb_array_length(waits) >= 20 then waits - 0 else coalesce(waits, '[]') end)
                || jsonb_build_array(jsonb_build_object(
                       'reason', why, 'since', (extract(epoch from since) * 1000)::bigint,
                       'until', (extract(epoch from until) * 1000)::bigint, 'times', 1, 'attempts', attempts))
           end
$$;
