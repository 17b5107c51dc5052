package dev.pennypost.domains;

import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import java.util.List;

/// Works out which records a domain needs. A list and not a form: more purposes only make it longer.
///
/// @param registrable the domain its owner registered, whose zone the records are typed into
record RecordPlan(DomainName domain, DomainName registrable, DomainSettings settings, DomainsConfig config) {
    private static final int PRIORITY = 10;

    /// @param dkimRecord the text of the DKIM key record
    /// @throws dev.pennypost.mail.dns.BadDomainName when the domain is too long to have names below it
    List<PlannedRecord> records(String selector, String dkimRecord) {
        DomainName returnPath = returnPath(domain, settings);
        DomainName key = domain.child(selector + "._domainkey"); // RFC 6376 §3.6.2.1
        return List.of(
                new PlannedRecord(
                        Purpose.RETURN_PATH, RecordType.MX, returnPath, regional(config.returnPathHost()), PRIORITY),
                text(Purpose.SPF, returnPath, "v=spf1 include:" + regional(config.spfInclude()) + " ~all"),
                text(Purpose.DKIM, key, dkimRecord));
    }

    /// The domain of the reverse path: bounces go there, and SPF is looked up there.
    static DomainName returnPath(DomainName domain, DomainSettings settings) {
        return domain.child(settings.returnPath());
    }

    private PlannedRecord text(Purpose purpose, DomainName name, String value) {
        return new PlannedRecord(purpose, RecordType.TXT, name, value);
    }

    private String regional(String template) {
        return template.replace("{region}", settings.region().code());
    }
}
