-- Operators take hold of what goes to one recipient, too.
alter table holds drop constraint holds_kind_check;
alter table holds add constraint holds_kind_check
    check (kind in ('site', 'team', 'domain', 'recipient', 'recipient_domain', 'email'));
