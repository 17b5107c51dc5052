-- Emails written beforehand, with variables. A template points at the version being edited and at the one that is sent;
-- they are the same as long as nothing was changed since publishing. Versions that were published once are kept.
create table templates (
    id                   uuid primary key,
    team_id              uuid not null references teams on delete cascade,
    name                 text not null,
    alias                text,
    current_version_id   uuid not null,
    published_version_id uuid,
    published_at         timestamptz,
    created_at           timestamptz not null,
    updated_at           timestamptz not null,
    check ((published_at is null) = (published_version_id is null))
);

create index templates_of_team on templates (team_id, id);
create unique index templates_by_alias on templates (team_id, alias) where alias is not null;

-- Variables keep the order they were given in, and the types of their fallback values.
create table template_versions (
    id          uuid primary key,
    template_id uuid not null references templates on delete cascade,
    team_id     uuid not null,
    sender      text,
    subject     text,
    reply_to    text[] not null,
    html        text not null,
    text        text,
    variables   jsonb not null
);

create index template_versions_of_template on template_versions (template_id);

-- Deferred, because the template is written before its first version.
alter table templates
    add foreign key (current_version_id) references template_versions deferrable initially deferred,
    add foreign key (published_version_id) references template_versions deferrable initially deferred;
