-- PostgreSQL plans the check of a foreign key into a partitioned table anew for every row that is written, which cost more
-- than writing an attempt. Attempts are only written for messages that the same statement has locked, so what is left to do
-- is that they go when their message goes.
do $$
declare
    name text;
begin
    for name in select conname from pg_constraint
                 where conrelid = 'webhook_attempts'::regclass and contype = 'f' and conparentid = 0 loop
        execute format('alter table webhook_attempts drop constraint %I', name);
    end loop;
end $$;

create function forget_webhook_attempts() returns trigger language plpgsql as $$
begin
    delete from webhook_attempts where message_id = old.id;
    return null;
end $$;

create trigger webhook_messages_forget_attempts after delete on webhook_messages
    for each row execute function forget_webhook_attempts();
