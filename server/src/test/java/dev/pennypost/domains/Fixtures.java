package dev.pennypost.domains;

import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.domains.signing.DomainKey;
import dev.pennypost.domains.signing.KeyAlgorithm;
import dev.pennypost.domains.signing.KeyStage;
import dev.pennypost.mail.dkim.SigningKey;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.teams.TeamId;
import dev.pennypost.testkit.FakeDns;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// What the tests of this package have in common.
final class Fixtures {
    static final DomainsConfig CONFIG = DomainsConfig.of("bounces.{region}.mta.test", "spf.mta.test");
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private Fixtures() {}

    /// One key for all pure tests: making one takes long.
    static SigningKey key() {
        return Holder.KEY;
    }

    static DomainSettings settings(String returnPath) {
        return new DomainSettings(
                Region.EU_WEST_1,
                returnPath,
                TlsMode.OPPORTUNISTIC,
                false,
                false,
                false,
                true,
                false,
                null,
                SetupMode.COPY);
    }

    static List<PlannedRecord> plan(String domain) {
        return plan(domain, settings("send"));
    }

    static List<PlannedRecord> plan(String domain, DomainSettings settings) {
        var name = DomainName.parse(domain);
        var dkim = new DomainKey(
                CONFIG.dkimSelector(),
                KeyAlgorithm.RSA,
                KeyStage.PENDING,
                key().publicRecord(),
                false,
                NOON,
                null,
                null,
                null);
        return new RecordPlan(new DomainId(new UUID(7, 7)), name, settings, CONFIG, null)
                .records(RecordPlan.keys(name, List.of(dkim)), List.of());
    }

    static Domain domain(String name) {
        return domain(name, settings("send"));
    }

    static Domain domain(String name, DomainSettings settings) {
        var records = plan(name, settings).stream().map(DomainRecord::unchecked).toList();
        var summary = new DomainSummary(
                new DomainId(new UUID(7, 7)),
                new TeamId(new UUID(1, 1)),
                DomainName.parse(name),
                DomainName.parse(name),
                settings,
                Life.begun(NOON));
        return new Domain(summary, records, CheckState.NEVER, DnsFacts.NONE);
    }

    /// Publishes every record of the domain as planned.
    static void publish(FakeDns dns, Domain domain) {
        for (DomainRecord record : domain.records()) publish(dns, record.planned());
    }

    static void publish(FakeDns dns, PlannedRecord planned) {
        switch (planned.type()) {
            case MX -> dns.mx(planned.name().ascii(), 10, planned.value());
            case TXT -> dns.txt(planned.name().ascii(), planned.value());
            default -> throw new IllegalArgumentException("no plan has " + planned.type());
        }
    }

    private static final class Holder {
        static final SigningKey KEY = SigningKey.generateRsa(SigningKey.RSA_BITS, new SecureRandom());
    }
}
