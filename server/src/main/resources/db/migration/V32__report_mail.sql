-- TLS reports are delivered whatever the receiver demands of TLS (RFC 8460 §3): those demands are what they are about.
alter table deliveries drop constraint deliveries_tls_check;
alter table deliveries add constraint deliveries_tls_check
    check (tls in ('none', 'relaxed', 'opportunistic', 'required', 'required_verified'));
