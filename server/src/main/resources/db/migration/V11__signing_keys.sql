-- Keys have a life of their own: made, seen in DNS, used, kept published for mail still on its way, destroyed.
alter table domain_keys add column algorithm text not null default 'rsa' check (algorithm in ('rsa', 'ed25519'));
alter table domain_keys add column stage text not null default 'pending'
    check (stage in ('pending', 'active', 'retiring', 'retired'));
alter table domain_keys add column public_record text;
alter table domain_keys add column imported boolean not null default false;
alter table domain_keys add column activated_at timestamptz;
alter table domain_keys add column retiring_at timestamptz;
alter table domain_keys add column retired_at timestamptz;
alter table domain_keys alter column private_key drop not null;

update domain_keys k set stage = 'active', activated_at = coalesce(d.verified_at, d.created_at)
  from domains d
 where d.id = k.domain_id
   and d.status in ('verified', 'partially_verified', 'partially_failed', 'temporary_failure');
-- A domain that only receives has no record of its key; its row says so by null until the record is planned.
update domain_keys k set public_record = r.value
  from domain_records r join domains d on d.id = r.domain_id
 where r.domain_id = k.domain_id and r.purpose = 'dkim' and r.name = k.selector || '._domainkey.' || d.name;

create unique index domain_keys_active on domain_keys (domain_id, algorithm) where stage = 'active';
