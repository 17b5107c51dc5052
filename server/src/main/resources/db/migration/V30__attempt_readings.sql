-- What a refusal was understood to mean, by which rule, and what the rule advises for the site; null where nobody refused
-- anything, and for attempts of before.
alter table attempts add column category text, add column rule text, add column advice text;
