-- Domains whose records lead to us: some of their records are ours to publish, and NS records hand whole names over.
alter table domain_records add column managed boolean not null default false;
alter table domain_records drop constraint domain_records_type_check;
alter table domain_records add constraint domain_records_type_check check (type in ('mx', 'txt', 'cname', 'caa', 'ns'));

-- What our DNS server looks for, and what the replacing of keys by age goes through.
create index domains_handed_over on domains (name) where setup = 'ns';
create index domains_delegated on domains (id) where setup <> 'copy';
