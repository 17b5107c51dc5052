package dev.pennypost.dashboard.domains;

import dev.pennypost.domains.Claim;
import dev.pennypost.domains.Domain;
import dev.pennypost.domains.Incident;
import dev.pennypost.domains.export.ExportFormat;
import dev.pennypost.domains.provider.Provider;
import dev.pennypost.mail.dns.DomainName;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The records of a domain, and what is known of its DNS.
///
/// @param now when this was put together: a page that is open longer than that asks again
/// @param concerns what is wrong with the domain's DNS as a whole
/// @param open what is left to do
/// @param done what is right
/// @param ours what we publish, because the owner's records lead to us
/// @param claim the wish to take the name over; null when there is none
/// @param isLive whether the page follows what changes
record Records(
        Head head,
        Instant now,
        Progress progress,
        Where where,
        List<Problem> concerns,
        List<Entry> open,
        List<Entry> done,
        List<Entry> ours,
        @Nullable Taking claim,
        List<Held> held,
        boolean isLive) {
    /// Where the records are entered.
    ///
    /// @param provider empty when it is not known who hosts the zone
    /// @param editor the page where records are edited; empty when none is known
    record Where(String zone, String provider, String editor, List<String> hints, List<String> nameServers) {
        static Where of(Domain domain, Provider provider) {
            return new Where(
                    domain.zone().unicode(),
                    provider.equals(Provider.UNKNOWN) ? "" : provider.name(),
                    provider.editor(domain.zone()).orElse(""),
                    provider.hints(domain.plan(), domain.zone()),
                    domain.dns().nameServers().stream().map(DomainName::ascii).toList());
        }

        boolean isKnown() {
            return !provider.isEmpty();
        }
    }

    /// A claim of a name that another team has verified.
    record Taking(
            Claim.Status state, String status, String host, String value, String blocked, String failure, Instant until) {
        static Taking of(Claim claim, Provider provider, DomainName zone) {
            var typed = provider.entry(claim.record(), zone);
            var reason = claim.blocked();
            return new Taking(
                    claim.status(),
                    Words.status(claim.status()),
                    typed.host(),
                    typed.value(),
                    reason == null ? "" : Words.why(reason),
                    claim.failure() == null ? "" : claim.failure(),
                    claim.expiresAt());
        }

        boolean isOpen() {
            return state == Claim.Status.PENDING || state == Claim.Status.BLOCKED;
        }

        boolean isOver() {
            return state == Claim.Status.EXPIRED || state == Claim.Status.FAILED;
        }
    }

    /// What receivers hold against the domain's mail.
    record Held(String kind, String receiver, String reply, int times, Instant openedAt, Instant lastSeenAt) {
        static Held of(Incident incident) {
            return new Held(
                    incident.kind().name(),
                    incident.receiver(),
                    incident.reply(),
                    incident.times(),
                    incident.openedAt(),
                    incident.lastSeenAt());
        }
    }

    /// A file that the records are to be had as.
    record Download(String name, String path) {}

    static Records of(
            Head head, Domain domain, Provider provider, Optional<Claim> claim, List<Incident> incidents, Instant now) {
        var entries = domain.records().stream()
                .map(record -> Entry.of(record, provider, domain.zone()))
                .toList();
        var progress = Progress.of(domain, now);
        return new Records(
                head,
                now,
                progress,
                Where.of(domain, provider),
                domain.dns().findings().stream().map(Problem::of).toList(),
                entries.stream().filter(entry -> !entry.isRight()).toList(),
                entries.stream().filter(Entry::isRight).toList(),
                domain.managedRecords().stream()
                        .map(record -> Entry.of(record, Provider.UNKNOWN, domain.zone()))
                        .toList(),
                claim.map(found -> Taking.of(found, provider, domain.zone()))
                        .filter(taking -> taking.isOpen() || taking.isOver())
                        .orElse(null),
                incidents.stream()
                        .filter(incident -> incident.closedAt() == null)
                        .map(Held::of)
                        .toList(),
                !progress.isSettled() || claim.filter(Records::isOpen).isPresent());
    }

    private static boolean isOpen(Claim claim) {
        return claim.status() == Claim.Status.PENDING || claim.status() == Claim.Status.BLOCKED;
    }

    /// What the list of open records is called.
    String openTitle() {
        if (open.stream().noneMatch(Entry::isRequired)) return "Advised";
        return done.isEmpty() ? "The records to add" : "Left to do";
    }

    List<Download> downloads() {
        return List.of(ExportFormat.values()).stream()
                .map(format -> new Download(
                        Words.name(format),
                        head.path() + "/export?format=" + format.name().toLowerCase(Locale.ROOT)))
                .toList();
    }
}
