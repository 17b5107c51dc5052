package dev.pennypost.domains.diagnosis;

import dev.pennypost.domains.diagnosis.Finding.Code;
import dev.pennypost.domains.diagnosis.Finding.Severity;
import dev.pennypost.mail.dns.DomainName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What anybody can find out about a domain's mail by asking DNS.
///
/// @param zone the apex of the zone that holds the domain; null when DNS could not tell
/// @param nameServers the zone's name servers
/// @param provider the name of the company that runs them; null when unknown
public record DomainSurvey(
        DomainName domain,
        @Nullable DomainName zone,
        List<DomainName> nameServers,
        @Nullable String provider,
        List<Topic> topics) {
    public DomainSurvey {
        nameServers = List.copyOf(nameServers);
        topics = List.copyOf(topics);
    }

    /// One part of it.
    ///
    /// @param facts what is in order, or simply so, a sentence each
    public record Topic(Area area, List<String> facts, List<Finding> findings) {
        public Topic {
            facts = List.copyOf(facts);
            findings = List.copyOf(findings);
        }
    }

    /// The parts, in the order they are told.
    public enum Area {
        ZONE("Name servers"),
        RECEIVING("Receiving mail (MX)"),
        SPF("Who may send (SPF)"),
        RETURN_PATH("Return path"),
        DKIM("Signatures (DKIM)"),
        DMARC("Policy (DMARC)"),
        MTA_STS("Encryption on the way in (MTA-STS)"),
        TLS_RPT("Reports about encryption (TLS-RPT)"),
        BIMI("Logo (BIMI)");

        private final String title;

        Area(String title) {
            this.title = title;
        }

        /// What it is called where people read.
        public String title() {
            return title;
        }
    }

    /// How it went, all in all.
    public enum Verdict {
        FINE,
        PROBLEMS,
        /// No problem was seen, but not everything could be looked at.
        UNCLEAR
    }

    public Verdict verdict() {
        if (has(Severity.ERROR)) return Verdict.PROBLEMS;
        boolean silence = findings().stream().anyMatch(finding -> finding.code() == Code.DNS_SERVER_ERROR);
        return silence ? Verdict.UNCLEAR : Verdict.FINE;
    }

    /// How many findings are of a severity.
    public long count(Severity severity) {
        return findings().stream()
                .filter(finding -> finding.severity() == severity)
                .count();
    }

    private boolean has(Severity severity) {
        return count(severity) > 0;
    }

    private List<Finding> findings() {
        return topics.stream().flatMap(topic -> topic.findings().stream()).toList();
    }
}
