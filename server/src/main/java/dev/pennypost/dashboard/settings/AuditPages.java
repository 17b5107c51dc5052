package dev.pennypost.dashboard.settings;

import dev.pennypost.accounts.Permission;
import dev.pennypost.audit.AuditFilter;
import dev.pennypost.audit.AuditLog;
import dev.pennypost.audit.AuditRecord;
import dev.pennypost.audit.Subject;
import dev.pennypost.dashboard.shell.Answer;
import dev.pennypost.dashboard.shell.Desk;
import dev.pennypost.dashboard.shell.Listing;
import dev.pennypost.dashboard.shell.Pager;
import dev.pennypost.dashboard.shell.Paths;
import dev.pennypost.dashboard.shell.Section;
import dev.pennypost.dashboard.shell.Visit;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/// `/audit`: who changed what.
public final class AuditPages implements Section {
    private static final String PATH = Paths.MOUNT + "/audit";
    private static final int ROWS = 50;

    private final AuditLog audit;

    public AuditPages(AuditLog audit) {
        this.audit = audit;
    }

    @Override
    public void register(Desk desk) {
        desk.get("/audit", Permission.READ, this::list);
    }

    private Answer list(Visit visit) {
        Optional<Subject.Kind> asked = visit.query("subject").flatMap(AuditPages::kind);
        String kind = asked.map(Subject.Kind::spelled).orElse("");
        var filter = new AuditFilter(asked.orElse(null), visit.query("id").orElse(null), null, null, null, null, null);
        Map<String, String> query =
                Map.of("subject", kind, "id", visit.query("id").orElse(""));
        UUID team = visit.team().value();
        if (visit.wantsCsv()) return table(team, filter);
        Page<AuditRecord> page =
                audit.list(team, filter, Listing.asked(visit, ROWS)).orElse(new Page<>(List.of(), false));
        var pager = Pager.of(
                PATH,
                query,
                visit,
                page.items(),
                page.hasMore(),
                record -> record.id().toString());
        return Answer.page(
                "settings/audit.jte",
                new Audit(
                        kind,
                        Arrays.stream(Subject.Kind.values())
                                .map(Subject.Kind::spelled)
                                .toList(),
                        page.items().stream().map(Audit.Row::of).toList(),
                        pager,
                        csv(query)));
    }

    private static String csv(Map<String, String> query) {
        var all = new LinkedHashMap<>(query);
        all.put("format", "csv");
        return Paths.with(PATH, all);
    }

    private static Optional<Subject.Kind> kind(String spelled) {
        return Arrays.stream(Subject.Kind.values())
                .filter(one -> one.spelled().equals(spelled))
                .findFirst();
    }

    private Answer table(UUID team, AuditFilter filter) {
        return new Answer.Table(
                "audit-log.csv",
                List.of("time", "action", "by", "from", "subject", "id", "before", "after"),
                Listing.all((PageRequest page) -> audit.list(team, filter, page), AuditRecord::id)
                        .map(AuditPages::row));
    }

    private static List<String> row(AuditRecord record) {
        return List.of(
                record.at().toString(),
                record.action(),
                Audit.who(record.author()),
                Objects.requireNonNullElse(record.author().origin().address(), ""),
                Objects.requireNonNullElse(record.subjectName(), ""),
                record.subjectId(),
                Objects.toString(record.before(), ""),
                Objects.toString(record.after(), ""));
    }
}
