package dev.pennypost.sandbox;

import dev.pennypost.domains.CheckState;
import dev.pennypost.domains.DnsFacts;
import dev.pennypost.domains.Domain;
import dev.pennypost.domains.DomainId;
import dev.pennypost.domains.DomainRecord;
import dev.pennypost.domains.DomainSettings;
import dev.pennypost.domains.DomainStatus;
import dev.pennypost.domains.DomainSummary;
import dev.pennypost.domains.Life;
import dev.pennypost.domains.Region;
import dev.pennypost.domains.SetupMode;
import dev.pennypost.domains.TlsMode;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.teams.TeamId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/// Domains added without a database.
final class KnownDomains implements AddedDomains {
    private final List<Domain> all = new CopyOnWriteArrayList<>();

    /// Adds a domain with the records a plan has.
    Domain add(TeamId team, String name, String dkimRecord) {
        var at = DomainName.parse(name);
        var settings = new DomainSettings(
                Region.US_EAST_1,
                "send",
                TlsMode.OPPORTUNISTIC,
                false,
                false,
                false,
                true,
                false,
                null,
                SetupMode.COPY);
        var life = new Life(DomainStatus.NOT_STARTED, false, false, false, Instant.EPOCH, Instant.EPOCH, null);
        var summary = new DomainSummary(new DomainId(UUID.randomUUID()), team, at, at, settings, life);
        var records = Stream.of(
                        planned(
                                Purpose.RETURN_PATH,
                                RecordType.MX,
                                at.child("send"),
                                OperatorHosts.FEEDBACK.ascii(),
                                10),
                        planned(
                                Purpose.SPF,
                                RecordType.TXT,
                                at.child("send"),
                                "v=spf1 include:" + OperatorHosts.SPF + " ~all",
                                0),
                        planned(Purpose.DKIM, RecordType.TXT, at.child("pp1._domainkey"), dkimRecord, 0))
                .map(planned -> DomainRecord.unchecked(planned))
                .toList();
        var domain = new Domain(summary, records, CheckState.NEVER, new DnsFacts(List.of(), null, List.of()));
        all.add(domain);
        return domain;
    }

    void remove(Domain domain) {
        all.remove(domain);
    }

    @Override
    public List<DomainId> ids(DomainName name) {
        return all.stream()
                .filter(domain -> domain.name().equals(name))
                .map(Domain::id)
                .toList();
    }

    @Override
    public Optional<Domain> of(TeamId team, DomainName name) {
        return all.stream()
                .filter(domain -> domain.name().equals(name) && domain.team().equals(team))
                .findFirst();
    }

    private static PlannedRecord planned(
            Purpose purpose, RecordType type, DomainName name, String value, int priority) {
        return new PlannedRecord(purpose, type, name, value, type == RecordType.MX ? Integer.valueOf(priority) : null);
    }
}
