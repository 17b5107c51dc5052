-- API keys that may manage a team's members. Keys with full access may not: everybody makes those who may manage keys,
-- and nobody is to become more than they are by a key of their own.
alter table api_keys drop constraint api_keys_permission_check;
alter table api_keys add constraint api_keys_permission_check
    check (permission in ('full_access', 'sending_access', 'team_access'));
