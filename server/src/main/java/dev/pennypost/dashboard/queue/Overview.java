package dev.pennypost.dashboard.queue;

import dev.pennypost.dashboard.shell.Paths;
import dev.pennypost.delivery.DeliveryState;
import dev.pennypost.delivery.WaitReason;
import dev.pennypost.delivery.control.Hold;
import dev.pennypost.delivery.control.QueueSummary;
import dev.pennypost.delivery.control.Target;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The queue at a glance.
///
/// @param oldest what is due longest, or due next; null when nothing waits
/// @param suspended how many sites take nothing for now
record Overview(
        List<Figure> figures,
        List<Reason> reasons,
        List<Paused> paused,
        @Nullable Instant oldest,
        long suspended) {

    /// How many deliveries are in a state.
    record Figure(String name, String count, String path) {}

    /// Why deliveries wait.
    ///
    /// @param oldest what is due longest; null where nothing is planned
    record Reason(String name, String meaning, String ending, String count, @Nullable Instant oldest) {}

    /// A pause.
    record Paused(String id, String what, String reason, Instant since, String path) {
        static Paused of(Hold hold) {
            Target target = hold.target();
            String kind = target.kind().spelled();
            return new Paused(
                    hold.id().toString(),
                    kind.replace('_', ' ') + " " + target.value(),
                    hold.reason(),
                    hold.createdAt(),
                    Paths.with(QueuePages.DELIVERIES, Map.of(kind, target.value())));
        }
    }

    static Overview of(QueueSummary summary, List<Hold> holds) {
        return new Overview(
                Stream.of(DeliveryState.WAITING, DeliveryState.ATTEMPTING, DeliveryState.DEFERRED, DeliveryState.HELD)
                        .map(state -> figure(state, summary))
                        .toList(),
                summary.counts().stream()
                        .filter(count -> count.waits() != null)
                        .sorted(Comparator.comparingLong(QueueSummary.Count::deliveries)
                                .reversed())
                        .map(Overview::reason)
                        .toList(),
                holds.stream().map(Paused::of).toList(),
                summary.oldestDue(),
                summary.sites().stream().filter(SiteRow::isSuspended).count());
    }

    private static Figure figure(DeliveryState state, QueueSummary summary) {
        long count = summary.counts().stream()
                .filter(one -> one.state() == state)
                .mapToLong(QueueSummary.Count::deliveries)
                .sum();
        return new Figure(
                Words.of(state),
                grouped(count),
                Paths.with(QueuePages.DELIVERIES, Map.of(Wanted.STATE, state.spelled())));
    }

    private static Reason reason(QueueSummary.Count count) {
        WaitReason why = Objects.requireNonNull(count.waits());
        return new Reason(
                Words.of(why), why.meaning(), plain(why.ending()), grouped(count.deliveries()), count.oldestDue());
    }

    /// What names commands for terminals, without the signs for them.
    private static String plain(String text) {
        String words = text.replace("`", "");
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    static String grouped(long count) {
        return String.format(Locale.ENGLISH, "%,d", count);
    }
}
