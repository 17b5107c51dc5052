-- Messages that were handed in whole and are delivered as they came. An email without a row here is composed from its
-- content. The octets are kept uncompressed: most of them are Base64.
create table email_raws (
    email_id  uuid primary key,
    team_id   uuid not null,
    message   bytea not null,
    smtp_utf8 boolean not null
);

alter table email_raws alter message set storage external;
