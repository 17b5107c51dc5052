-- Letters with links that let somebody in are for their recipients: teams are not shown their text.
alter table email_raws add column confidential boolean not null default false;
