package dev.pennypost.domains.writer;

import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.net.AddressPolicy;
import dev.pennypost.net.HostLookup;
import dev.pennypost.net.OutboundHttp;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLSocketFactory;

/// Publishes a domain's records at its owner's DNS host, after showing what that does. Nothing is kept between the two:
/// the id of the diff that was shown says whether the zone is still the same. Blocks while it talks to the host.
public final class DnsPublishing {
    private final Writers writers;
    private final TextRules texts;

    /// What is asked for: these records, into the zone that these credentials open.
    ///
    /// @param replace whether what belongs to somebody else may give way, such as a mailbox provider's MX records
    public record Order(DomainName domain, List<PlannedRecord> plan, Credentials credentials, boolean replace) {
        public Order {
            plan = List.copyOf(plan);
        }
    }

    /// @param registrable the registrable domain of a name, nothing for a public suffix
    public DnsPublishing(
            AddressPolicy policy,
            HostLookup lookup,
            Endpoints endpoints,
            InstantSource clock,
            Function<DomainName, Optional<DomainName>> registrable) {
        var http = new OutboundHttp(lookup, policy, (SSLSocketFactory) SSLSocketFactory.getDefault());
        this.writers = new Writers(http, lookup, policy, endpoints, clock, Pause::sleep);
        this.texts = new TextRules(registrable);
    }

    DnsPublishing(Writers writers, TextRules texts) {
        this.writers = writers;
        this.texts = texts;
    }

    /// Says what publishing would do. Reads only.
    public PublishResult preview(Order order) {
        try {
            return new PublishResult.Previewed(open(order).publication().diff());
        } catch (Refused refused) {
            return new PublishResult.Refused(refused.problem());
        }
    }

    /// Writes the diff that was shown.
    ///
    /// @param diffId of [Diff#id]; when the zone has changed since, nothing is written
    public PublishResult publish(Order order, String diffId) {
        try {
            var opened = open(order);
            var diff = opened.publication().diff();
            if (!diff.id().equals(diffId)) return new PublishResult.Refused(new WriterProblem.ZoneChanged());
            var writes = opened.publication().writes(diff);
            if (!writes.isEmpty()) apply(opened, writes);
            return new PublishResult.Published(diff);
        } catch (Refused refused) {
            return new PublishResult.Refused(refused.problem());
        }
    }

    /// Without an answer nobody knows whether the request was heard.
    private static void apply(Opened opened, List<SetChange> writes) {
        try {
            opened.writer().apply(opened.publication().zone(), writes);
        } catch (Refused refused) {
            boolean heard = !(refused.problem() instanceof WriterProblem.Unreachable)
                    && !(refused.problem() instanceof WriterProblem.Nonsense);
            throw heard ? refused : new Refused(new WriterProblem.Interrupted(refused.problem()));
        }
    }

    private Opened open(Order order) {
        var writer = writers.of(order.credentials());
        var anchor = anchor(order);
        var zone = writer.zone(anchor).orElseThrow(() -> new Refused(new WriterProblem.NoSuchZone(anchor)));
        var live = writer.read(zone, Publication.names(order.plan()));
        return new Opened(writer, new Publication(order.domain(), zone, order.plan(), live, order.replace(), texts));
    }

    /// A delegation of the domain itself is written into the zone above it.
    private static DomainName anchor(Order order) {
        boolean delegated = order.plan().stream()
                .anyMatch(record ->
                        record.purpose() == Purpose.DELEGATION && record.name().equals(order.domain()));
        return delegated ? order.domain().parent().orElse(order.domain()) : order.domain();
    }

    private record Opened(ZoneWriter writer, Publication publication) {}
}
