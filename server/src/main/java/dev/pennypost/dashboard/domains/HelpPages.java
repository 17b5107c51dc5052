package dev.pennypost.dashboard.domains;

import dev.pennypost.accounts.Permission;
import dev.pennypost.dashboard.shell.Answer;
import dev.pennypost.dashboard.shell.Desk;
import dev.pennypost.dashboard.shell.Section;
import dev.pennypost.dashboard.shell.Visit;
import dev.pennypost.domains.Domain;
import dev.pennypost.domains.DomainRecord;
import dev.pennypost.domains.RecordStatus;
import dev.pennypost.domains.connect.DomainConnect;
import dev.pennypost.domains.connect.Offer;
import dev.pennypost.domains.export.ExportFormat;
import dev.pennypost.domains.export.Exports;
import dev.pennypost.domains.export.ZonePlan;
import dev.pennypost.domains.share.Share;
import dev.pennypost.domains.share.Shares;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// What gets records published without copying them: the host's own button, files, a page for a colleague.
///
/// @param sharePage the address of a share token's page, as the visitor reaches it
record HelpPages(
        Known known, Exports exports, DomainConnect connect, Shares shares, BiFunction<Visit, String, String> sharePage)
        implements Section {
    /// Which lengths of time a link may be made for, by what the form sends.
    private static final Map<String, Duration> LENGTHS =
            Map.of("1", Duration.ofDays(1), "7", Shares.USUAL, "30", Shares.LONGEST);

    @Override
    public void register(Desk desk) {
        desk.get("/domains/{id}/offer", Permission.READ, visit -> known.with(visit, domain -> offer(visit, domain)))
                .get("/domains/{id}/export", Permission.READ, visit -> known.with(visit, domain -> export(visit, domain)))
                .get(
                        "/domains/{id}/share",
                        Permission.MANAGE_DOMAINS,
                        visit -> known.with(
                                visit, domain -> Answer.page("domains/share.jte", link(visit, domain, null))))
                .post(
                        "/domains/{id}/share",
                        Permission.MANAGE_DOMAINS,
                        visit -> known.with(visit, domain -> share(visit, domain)));
    }

    /// What the DNS host can do by itself.
    ///
    /// @param applyUrl the page that publishes the records; empty when the host has none
    /// @param panelUrl the page where they are entered by hand, as the host itself says; empty when it does not
    record Offered(Head head, String provider, String applyUrl, String panelUrl) {
        boolean isOneClick() {
            return !applyUrl.isEmpty();
        }
    }

    private Answer offer(Visit visit, Domain domain) {
        var open = domain.records().stream()
                .filter(record -> record.status() != RecordStatus.VERIFIED)
                .map(DomainRecord::planned)
                .toList();
        var offered = offered(visit, domain, connect.offer(domain.name(), domain.zone(), open));
        return visit.wantsPart()
                ? Answer.part("domains/offer.jte", offered)
                : Answer.page("domains/offered.jte", offered);
    }

    private Offered offered(Visit visit, Domain domain, Offer offer) {
        var provider = known.provider(domain);
        return new Offered(
                Head.of(domain, visit),
                offer.provider() == null ? provider.name() : offer.provider(),
                text(offer.applyUrl()),
                text(offer.controlPanelUrl()));
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private Answer export(Visit visit, Domain domain) {
        String wanted = visit.query("format").orElse("bind");
        return Arrays.stream(ExportFormat.values())
                .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(wanted))
                .findFirst()
                .map(format -> exports.export(plan(domain), format))
                .<Answer>map(file -> new Answer.File(
                        file.fileName(), file.contentType(), file.text().getBytes(StandardCharsets.UTF_8)))
                .orElseGet(Answer::missing);
    }

    private ZonePlan plan(Domain domain) {
        return new ZonePlan(
                domain.name(), domain.zone(), domain.dns().nameServers(), known.provider(domain), domain.plan());
    }

    /// The page that makes a link, and the link that was made.
    ///
    /// @param url empty before one was made
    record Link(Head head, String url, @Nullable Instant until) {
        boolean isMade() {
            return !url.isEmpty();
        }
    }

    private Answer share(Visit visit, Domain domain) {
        var length = LENGTHS.getOrDefault(visit.form().text("days"), Shares.USUAL);
        return shares.create(visit.team(), domain.id(), length)
                .map(made -> Answer.page("domains/share.jte", link(visit, domain, made)))
                .orElseGet(Answer::missing);
    }

    private Link link(Visit visit, Domain domain, @Nullable Share made) {
        return new Link(
                Head.of(domain, visit),
                made == null ? "" : sharePage.apply(visit, made.token()),
                made == null ? null : made.expiresAt());
    }
}
