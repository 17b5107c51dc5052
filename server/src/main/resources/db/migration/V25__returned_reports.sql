-- What came back for emails after servers had taken them. A delivery that bounced that way keeps when it was settled
-- and its attempts: it was delivered, and then it was not. The key lets the same report count once; a report about
-- nobody in particular has no recipient.
create table returned_reports (
    email_id    uuid not null,
    recipient   text not null,
    kind        text not null check (kind in ('bounced', 'complained', 'unproven')),
    team_id     uuid not null,
    meaning     text,
    status      text,
    diagnostic  text,
    remote_mta  text,
    received_at timestamptz not null,
    primary key (email_id, recipient, kind)
);
