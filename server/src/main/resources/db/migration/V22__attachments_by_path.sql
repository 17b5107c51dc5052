-- Files that an email is to carry and that are still to be fetched from where its sender says they are. The address may
-- be a secret (signed links are), so it goes with the row once the file is there.
create table awaited_files (
    email_id     uuid not null,
    position     int not null,
    team_id      uuid not null,
    url          text not null,
    filename     text,
    content_type text,
    content_id   text,
    tries        int not null default 0,
    next_at      timestamptz not null,
    primary key (email_id, position)
);
create index awaited_files_due on awaited_files (next_at);

-- An email that waits for files waits in the same place as one that waits for its time; `asked` says whether a time was
-- asked for, which is what can be changed and canceled.
alter table scheduled_emails add column asked boolean not null default true;
alter table scheduled_emails add column awaits_files boolean not null default false;
drop index scheduled_emails_due;
create index scheduled_emails_due on scheduled_emails (scheduled_at) where not awaits_files;
