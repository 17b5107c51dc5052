package dev.pennypost.dashboard.domains;

import dev.pennypost.accounts.Permission;
import dev.pennypost.dashboard.shell.Answer;
import dev.pennypost.dashboard.shell.Desk;
import dev.pennypost.dashboard.shell.Section;
import dev.pennypost.dashboard.shell.Visit;
import dev.pennypost.domains.Domain;
import dev.pennypost.domains.Domains;
import dev.pennypost.domains.writer.Diff;
import dev.pennypost.domains.writer.DnsPublishing;
import dev.pennypost.domains.writer.DnsPublishing.Order;
import dev.pennypost.domains.writer.PublishResult;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// `/domains/{id}/publish`: has the DNS host write the records, after showing what that does. The secret that opens
/// the host is used for one call and neither kept nor sent back.
record PublishPages(Domains domains, Known known, DnsPublishing publishing) implements Section {
    private static final String PAGE = "domains/publish.jte";
    private static final String PART = "domains/diff.jte";

    @Override
    public void register(Desk desk) {
        desk.get(
                        "/domains/{id}/publish",
                        Permission.MANAGE_DOMAINS,
                        visit -> known.with(visit, domain -> choose(visit, domain)))
                .post(
                        "/domains/{id}/publish/preview",
                        Permission.MANAGE_DOMAINS,
                        visit -> known.with(visit, domain -> ask(visit, domain, (order, _) -> publishing.preview(order))))
                .post(
                        "/domains/{id}/publish/apply",
                        Permission.MANAGE_DOMAINS,
                        visit -> known.with(visit, domain -> ask(visit, domain, publishing::publish)));
    }

    private Answer choose(Visit visit, Domain domain) {
        Optional<DnsHost> detected = DnsHost.of(known.provider(domain).id());
        Optional<DnsHost> chosen = visit.query("host").flatMap(DnsHost::of).or(() -> detected);
        return Answer.page(
                PAGE,
                Publishing.of(
                        Head.of(domain, visit), chosen.orElse(null), chosen.isPresent() && chosen.equals(detected)));
    }

    private Answer ask(Visit visit, Domain domain, BiFunction<Order, String, PublishResult> ask) {
        Optional<DnsHost> host = DnsHost.of(visit.form().text("host"));
        if (host.isEmpty()) return Answer.missing();
        var page = Publishing.of(Head.of(domain, visit), host.get(), visit.form());
        return switch (Lent.read(host.get(), visit.form())) {
            case Lent.Bad(var field, var why) -> refused(visit, page.refused(field, why));
            case Lent.Good(var credentials) -> {
                var order = new Order(domain.name(), domain.plan(), credentials, page.replace());
                yield after(visit, domain, page, ask.apply(order, visit.form().text("diff_id")));
            }
        };
    }

    private Answer after(Visit visit, Domain domain, Publishing page, PublishResult result) {
        return switch (result) {
            case PublishResult.Previewed(var diff) -> {
                var shown = page.with(Publishing.Changes.of(diff));
                yield visit.wantsPart() ? Answer.part(PART, shown) : Answer.page(PAGE, shown);
            }
            case PublishResult.Published(var diff) -> published(visit, domain, diff);
            case PublishResult.Refused(var problem) -> refused(visit, page.refused("", Words.why(problem)));
        };
    }

    private Answer published(Visit visit, Domain domain, Diff diff) {
        List<String> written = Publishing.Changes.of(diff).written();
        if (!written.isEmpty()) domains.published(visit.team(), domain.id(), diff.zone(), written);
        domains.verify(visit.team(), domain.id());
        return Answer.to(
                Head.path(domain.summary()),
                Words.counted(written.size(), "change was", "changes were") + " made in the zone of "
                        + diff.zone().unicode() + ". DNS is being asked now.");
    }

    private static Answer refused(Visit visit, Publishing page) {
        return visit.wantsPart() ? Answer.part(PART, page) : Answer.refused(PAGE, page);
    }
}
