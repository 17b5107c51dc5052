-- Teams' event streams, and the events on their way into topics of the operator's Kafka.
create table event_streams (
    id             uuid primary key,
    team_id        uuid not null references teams on delete cascade,
    topic          text not null,
    -- null: every event
    events         text[] check (events <> '{}'),
    status         text not null check (status in ('enabled', 'disabled')),
    created_at     timestamptz not null,
    -- What keeps its events from arriving, since when, and how often it has been tried in vain.
    failure        text,
    failure_detail text,
    failing_since  timestamptz,
    failures       int not null default 0,
    -- When it is taken next. One node at a time sends a stream's events, or the order of what is about one email would
    -- be lost. The node that takes it pushes this to the end of its lease.
    due            timestamptz not null,
    leased_by      text,
    unique (team_id, topic),
    check ((failure is null) = (failing_since is null))
);
create index event_streams_of_team on event_streams (team_id, id);

-- One event on its way into one stream. The payload is the text exactly as webhooks send it. The key decides the
-- partition: what is about one email stays in order. The id of the event is that of the outbox, whose order is the
-- order in which events happened.
create table event_stream_messages (
    id              uuid primary key,
    stream_id       uuid not null references event_streams on delete cascade,
    team_id         uuid not null,
    event_id        uuid not null,
    key             text not null,
    type            text not null,
    payload         text not null,
    created_at      timestamptz not null,
    status          text not null check (status in ('pending', 'sent', 'failed')),
    attempts        int not null default 0,
    -- Of the last attempt that failed; gone once a later one succeeds.
    failure         text,
    failure_detail  text,
    sent_at         timestamptz,
    kafka_partition int,
    kafka_offset    bigint,
    check (status <> 'sent' or sent_at is not null),
    check (status <> 'failed' or failure is not null)
) partition by range (id);
create index event_stream_messages_waiting on event_stream_messages (stream_id, event_id) where status = 'pending';
create index event_stream_messages_of_stream on event_stream_messages (stream_id, id);
