package dev.pennypost.dashboard.domains;

import dev.pennypost.accounts.Permission;
import dev.pennypost.dashboard.shell.Answer;
import dev.pennypost.dashboard.shell.Desk;
import dev.pennypost.dashboard.shell.Paths;
import dev.pennypost.dashboard.shell.Section;
import dev.pennypost.dashboard.shell.Visit;
import dev.pennypost.dashboard.shell.Wire;
import dev.pennypost.domains.Claim;
import dev.pennypost.domains.Claims;
import dev.pennypost.domains.Domain;
import dev.pennypost.domains.Domains;
import dev.pennypost.domains.Incident;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// `/domains/{id}`: what to publish, and how it stands.
record RecordsPage(Domains domains, Claims claims, Known known, InstantSource clock) implements Section {
    @Override
    public void register(Desk desk) {
        desk.get("/domains/{id}", Permission.READ, visit -> known.with(visit, domain -> show(visit, domain)))
                .get("/domains/{id}/live", Permission.READ, visit -> known.with(visit, domain -> live(visit, domain)))
                .post("/domains/{id}/check", Permission.MANAGE_DOMAINS, this::check)
                .post("/domains/{id}/claim", Permission.MANAGE_DOMAINS, this::lookForClaim);
    }

    private Answer show(Visit visit, Domain domain) {
        var records = records(visit, seen(visit, domain));
        return visit.wantsCsv()
                ? new Answer.Table(
                        domain.name().ascii() + "-records.csv",
                        List.of("record", "type", "host", "name", "value", "priority", "state"),
                        Stream.concat(records.open().stream(), records.done().stream())
                                .map(Entry::cells))
                : Answer.page("domains/records.jte", records);
    }

    /// All that the page tells: as long as it stays the same there is nothing to send.
    private record Seen(Domain domain, Optional<Claim> claim, List<Incident> incidents) {}

    private Seen seen(Visit visit, Domain domain) {
        return new Seen(
                domain,
                claims.get(visit.team(), domain.id()),
                domains.incidents().of(visit.team(), domain.id()));
    }

    private Records records(Visit visit, Seen seen) {
        return Records.of(
                Head.of(seen.domain(), visit),
                seen.domain(),
                known.provider(seen.domain()),
                seen.claim(),
                seen.incidents(),
                clock.instant());
    }

    private Answer live(Visit visit, Domain domain) {
        return new Answer.Live(wire -> tell(wire, visit, seen(visit, domain)));
    }

    /// Tells the page what it may have missed, then everything that changes.
    private void tell(Wire wire, Visit visit, Seen first) throws IOException {
        var before = first;
        var told = records(visit, before);
        wire.part("domains/live.jte", told);
        while (wire.isOpen() && told.isLive()) {
            wire.pause(told.progress().patience(clock.instant()));
            var domain = known.find(visit);
            if (domain.isEmpty()) break;
            var now = seen(visit, domain.get());
            boolean isLooking = Progress.of(now.domain(), clock.instant()).isLooking();
            if (now.equals(before) && isLooking == told.progress().isLooking()) continue;
            String said = told.progress().sentence();
            told = records(visit, now);
            before = now;
            wire.part("domains/live.jte", told);
            if (!told.progress().sentence().equals(said))
                wire.say(told.progress().sentence());
        }
        if (wire.isOpen()) wire.over();
    }

    private Answer check(Visit visit) {
        return Known.id(visit)
                .flatMap(id -> domains.verify(visit.team(), id))
                .map(_ -> Answer.to(path(visit), "DNS is being asked. What it says shows here."))
                .orElseGet(Answer::missing);
    }

    private Answer lookForClaim(Visit visit) {
        return Known.id(visit)
                .flatMap(id -> claims.verify(visit.team(), id))
                .map(_ -> Answer.to(path(visit), "The record is being looked for."))
                .orElseGet(Answer::missing);
    }

    private static String path(Visit visit) {
        return Paths.MOUNT + "/domains/" + visit.parameter("id");
    }
}
