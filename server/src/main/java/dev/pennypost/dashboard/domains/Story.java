package dev.pennypost.dashboard.domains;

import dev.pennypost.dashboard.shell.Pager;
import dev.pennypost.dashboard.shell.Tone;
import dev.pennypost.domains.DomainStatus;
import dev.pennypost.domains.HistoryEntry;
import dev.pennypost.domains.diagnosis.RecordState;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What checks of a domain saw, newest first.
record Story(Head head, List<Chapter> chapters, Pager pager) {
    /// Checks that all saw the same.
    ///
    /// @param lastAt the last of them
    /// @param status the domain's, after the first
    record Chapter(Instant at, Instant lastAt, int checks, Tone tone, String status, List<Turn> turns) {
        static Chapter of(HistoryEntry entry) {
            return new Chapter(
                    entry.at(),
                    entry.lastAt(),
                    entry.checks(),
                    tone(entry.status()),
                    Words.status(entry.status()),
                    entry.changes().stream().map(Turn::of).toList());
        }

        private static Tone tone(DomainStatus status) {
            return switch (status) {
                case VERIFIED -> Tone.GOOD;
                case PENDING, PARTIALLY_VERIFIED, TEMPORARY_FAILURE, NOT_STARTED -> Tone.WAIT;
                case FAILED, PARTIALLY_FAILED -> Tone.BAD;
            };
        }

        List<String> cells() {
            return List.of(
                    at.toString(),
                    lastAt.toString(),
                    Integer.toString(checks),
                    status,
                    turns.stream()
                            .map(turn -> turn.title() + " " + turn.name() + ": " + turn.before() + " → " + turn.after())
                            .collect(Collectors.joining("; ")));
        }
    }

    /// One record that came to stand otherwise.
    ///
    /// @param observed what was served instead; empty when nothing was, or when it was right
    record Turn(String title, String type, String name, String before, Tone tone, String after, String observed) {
        static Turn of(HistoryEntry.Change change) {
            return new Turn(
                    Words.title(change.purpose()),
                    change.type().name(),
                    change.name(),
                    state(change.before().seen()),
                    change.after().seen() == RecordState.RIGHT ? Tone.GOOD : Tone.WAIT,
                    state(change.after().seen()),
                    change.after().observed() == null ? "" : change.after().observed());
        }

        private static String state(@Nullable RecordState state) {
            return state == null ? "not looked for" : Words.state(state);
        }
    }
}
