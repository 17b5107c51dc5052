package dev.pennypost.domains;

import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import java.util.ArrayList;
import java.util.List;

/// Works out which records a domain needs. A list and not a form: more purposes only make it longer.
record RecordPlan(DomainName domain, DomainSettings settings, DomainsConfig config) {
    static final int PRIORITY = 10;

    /// @param keys the DKIM key records
    /// @param proofs the records that prove ownership
    /// @throws dev.pennypost.mail.dns.BadDomainName when the domain is too long to have names below it
    List<PlannedRecord> records(List<PlannedRecord> keys, List<PlannedRecord> proofs) {
        var records = new ArrayList<PlannedRecord>();
        if (settings.sending()) {
            records.addAll(returnPath());
            records.addAll(keys);
        }
        records.addAll(proofs);
        if (settings.receiving()) records.add(receiving());
        if (settings.trackingSubdomain() != null) records.add(tracking(settings.trackingSubdomain()));
        if (settings.sending()) records.add(policy());
        return records;
    }

    private List<PlannedRecord> returnPath() {
        return config.returnPathRecords(returnPath(domain, settings), settings.region());
    }

    /// The key record of a selector (RFC 6376 §3.6.2.1).
    static PlannedRecord key(DomainName domain, String selector, String text) {
        return new PlannedRecord(Purpose.DKIM, RecordType.TXT, domain.child(selector + "._domainkey"), text);
    }

    static PlannedRecord proof(DomainName domain, Ownership ownership, String token) {
        var name = ownership.label().isEmpty() ? domain : domain.child(ownership.label());
        return new PlannedRecord(Purpose.OWNERSHIP, RecordType.TXT, name, ownership.prefix() + token);
    }

    private PlannedRecord receiving() {
        return new PlannedRecord(Purpose.RECEIVING, RecordType.MX, domain, regional(config.receivingHost()), PRIORITY);
    }

    private PlannedRecord tracking(String label) {
        return new PlannedRecord(
                Purpose.TRACKING, RecordType.CNAME, domain.child(label), regional(config.trackingHost()));
    }

    /// Asks for nothing yet: a policy that rejects is for its owner to choose when the reports look right.
    private PlannedRecord policy() {
        return new PlannedRecord(Purpose.DMARC, RecordType.TXT, domain.child("_dmarc"), config.dmarcRecord());
    }

    /// The domain of the reverse path: bounces go there, and SPF is looked up there.
    static DomainName returnPath(DomainName domain, DomainSettings settings) {
        return domain.child(settings.returnPath());
    }

    private String regional(String template) {
        return DomainsConfig.regional(template, settings.region());
    }

    /// The standing records of these purposes, to be planned again as they are.
    static List<PlannedRecord> kept(List<DomainRecord> records, Purpose purpose) {
        return records.stream()
                .map(DomainRecord::planned)
                .filter(planned -> planned.purpose() == purpose)
                .toList();
    }

    /// The planned records, each with the standing of the same record before.
    static List<DomainRecord> standing(List<PlannedRecord> planned, List<DomainRecord> before) {
        return planned.stream()
                .map(record -> before.stream()
                        .filter(old -> old.planned().equals(record))
                        .findFirst()
                        .orElseGet(() -> DomainRecord.unchecked(record)))
                .toList();
    }
}
