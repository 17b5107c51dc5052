-- Whether neither address nor user agent is kept of who visits what is tracked in a domain's emails, as its owner chose.
-- The operator may have chosen so for all domains.
alter table domains add column tracking_privacy boolean not null default false;
