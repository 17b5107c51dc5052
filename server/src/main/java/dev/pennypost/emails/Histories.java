package dev.pennypost.emails;

import dev.pennypost.delivery.Deliveries;
import dev.pennypost.delivery.Progress;
import dev.pennypost.statistics.EmailHistories;
import dev.pennypost.statistics.Happened;
import dev.pennypost.storage.Database;
import dev.pennypost.teams.TeamId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/// Tells from emails and their deliveries what happened to them: the same that was counted.
public final class Histories implements EmailHistories {
    private final Database database;
    private final Deliveries deliveries;
    private final Withholding withholding;
    private final EmailStore store = new EmailStore();
    private final ReturnedStore returned = new ReturnedStore();

    public Histories(Database database, Deliveries deliveries, Withholding withholding) {
        this.database = database;
        this.deliveries = deliveries;
        this.withholding = withholding;
    }

    @Override
    public Map<UUID, List<Happened>> of(TeamId team, Collection<UUID> emails) {
        return database.inTransaction(tx -> {
            var histories = new LinkedHashMap<UUID, List<Happened>>();
            Map<UUID, List<Returned>> reports = returned.of(tx, team, emails).stream()
                    .collect(Collectors.groupingBy(report -> report.email().value()));
            for (Progress one : deliveries.progress(tx, team, emails))
                histories
                        .computeIfAbsent(one.email(), _ -> new ArrayList<>())
                        .addAll(Counting.history(one, withholding.complains(one.recipient()), about(one, reports)));
            for (Email email : store.failed(tx, team, emails))
                histories.putIfAbsent(email.id().value(), List.of(Counting.failed(email)));
            return histories;
        });
    }

    private static List<Returned> about(Progress one, Map<UUID, List<Returned>> reports) {
        return reports.getOrDefault(one.email(), List.of()).stream()
                .filter(report -> one.recipient().equals(report.recipient()))
                .toList();
    }

    @Override
    public List<UUID> accepted(TeamId team, Instant from, Instant to, int limit) {
        return database.inTransaction(tx -> store.accepted(tx, team, from, to, limit));
    }
}
