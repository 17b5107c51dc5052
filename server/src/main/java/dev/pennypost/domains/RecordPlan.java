package dev.pennypost.domains;

import dev.pennypost.domains.delegation.OperatorZone;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.domains.signing.DomainKey;
import dev.pennypost.domains.signing.KeyAlgorithm;
import dev.pennypost.domains.signing.KeyStage;
import dev.pennypost.domains.signing.SigningKeys;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Works out which records a domain needs. A list and not a form: more purposes only make it longer.
///
/// @param operator what the owner's records lead into; null only where the owner publishes everything
record RecordPlan(
        DomainId id,
        DomainName domain,
        DomainSettings settings,
        DomainsConfig config,
        @Nullable OperatorZone operator) {
    static final int PRIORITY = 10;

    /// @param keys the DKIM key records
    /// @param proofs the records that prove ownership
    /// @throws dev.pennypost.mail.dns.BadDomainName when the domain is too long to have names below it
    List<PlannedRecord> records(List<PlannedRecord> keys, List<PlannedRecord> proofs) {
        return switch (settings.setup()) {
            case COPY -> copied(keys, proofs);
            case CNAME -> aliased(keys, proofs);
            case NS -> handedOver(keys);
        };
    }

    /// The owner publishes aliases where an alias can stand, and we what they lead to. The policy stays the owner's.
    private List<PlannedRecord> aliased(List<PlannedRecord> keys, List<PlannedRecord> proofs) {
        var records = new ArrayList<PlannedRecord>();
        var ours = new ArrayList<PlannedRecord>();
        if (settings.sending()) {
            records.add(alias(Purpose.RETURN_PATH, returnPath(domain, settings)));
            records.addAll(keyAliases(keys));
            ours.addAll(returnPath());
            ours.addAll(keys);
        }
        records.addAll(proofs);
        if (settings.receiving()) records.add(receiving());
        if (settings.trackingSubdomain() != null) {
            records.add(alias(Purpose.TRACKING, domain.child(settings.trackingSubdomain())));
            ours.add(tracking(settings.trackingSubdomain()));
        }
        if (settings.sending()) records.add(policy());
        ours.forEach(record -> records.add(record.managedByUs()));
        return records;
    }

    /// One alias for each selector that is in use or will be: the next key must not have to wait for the owner.
    private List<PlannedRecord> keyAliases(List<PlannedRecord> keys) {
        var purposes = new LinkedHashMap<DomainName, Purpose>();
        for (PlannedRecord key : keys) purposes.put(key.name(), key.purpose());
        keys.stream()
                .map(key -> KeyAlgorithm.ofRecord(key.value()))
                .flatMap(algorithm -> SigningKeys.slots(config.dkimSelector(), algorithm).stream())
                .forEach(slot -> purposes.putIfAbsent(keyName(domain, slot), Purpose.SPARE_KEY));
        return purposes.entrySet().stream()
                .map(entry -> alias(entry.getValue(), entry.getKey()))
                .toList();
    }

    private PlannedRecord alias(Purpose purpose, DomainName name) {
        return new PlannedRecord(
                purpose,
                RecordType.CNAME,
                name,
                zone().alias(id.value(), domain, name).ascii());
    }

    /// The owner hands the whole name to our servers, and we publish everything.
    private List<PlannedRecord> handedOver(List<PlannedRecord> keys) {
        var records = new ArrayList<PlannedRecord>();
        for (DomainName server : zone().nameServers(id.value()))
            records.add(new PlannedRecord(Purpose.DELEGATION, RecordType.NS, domain, server.ascii()));
        copied(keys, List.of()).forEach(record -> records.add(record.managedByUs()));
        return records;
    }

    private OperatorZone zone() {
        return Objects.requireNonNull(operator, "a domain leads into a zone that is not configured any more");
    }

    private List<PlannedRecord> copied(List<PlannedRecord> keys, List<PlannedRecord> proofs) {
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

    /// The records of keys that are published (RFC 6376 §3.6.2.1), first the one that mail cannot do without.
    static List<PlannedRecord> keys(DomainName domain, List<DomainKey> keys) {
        var main = keys.stream()
                .filter(key -> key.algorithm() == KeyAlgorithm.RSA && key.stage() == KeyStage.ACTIVE)
                .findFirst()
                .or(() -> keys.stream()
                        .filter(key -> key.algorithm() == KeyAlgorithm.RSA && key.stage() == KeyStage.PENDING)
                        .findFirst());
        var records = new ArrayList<PlannedRecord>();
        main.ifPresent(key -> records.add(key(domain, Purpose.DKIM, key)));
        keys.stream()
                .filter(key -> key.stage() != KeyStage.RETIRED
                        && main.filter(key::equals).isEmpty())
                .forEach(key -> records.add(key(domain, Purpose.SPARE_KEY, key)));
        return records;
    }

    private static PlannedRecord key(DomainName domain, Purpose purpose, DomainKey key) {
        return new PlannedRecord(purpose, RecordType.TXT, keyName(domain, key.selector()), key.publicRecord());
    }

    static DomainName keyName(DomainName domain, String selector) {
        return domain.child(selector + "._domainkey");
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
                        .filter(old -> isSame(old.planned(), record))
                        .findFirst()
                        .map(old -> old.as(record))
                        .orElseGet(() -> DomainRecord.unchecked(record)))
                .toList();
    }

    /// A key's record is the same whatever it is good for by now.
    private static boolean isSame(PlannedRecord old, PlannedRecord record) {
        boolean purpose = old.purpose() == record.purpose()
                || (old.purpose().isKey() && record.purpose().isKey());
        return purpose
                && old.managed() == record.managed()
                && old.type() == record.type()
                && old.name().equals(record.name())
                && old.value().equals(record.value())
                && Objects.equals(old.priority(), record.priority());
    }
}
