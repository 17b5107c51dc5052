package dev.pennypost.dashboard.emails;

import dev.pennypost.dashboard.shell.Paths;
import dev.pennypost.emails.Email;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An email in the list.
///
/// @param more how many recipients beside the first
/// @param leaves when it is to leave; null for one that does not wait
record EmailRow(
        String id,
        String to,
        int more,
        String subject,
        Status status,
        Instant createdAt,
        @Nullable Instant leaves) {
    static EmailRow of(Email email) {
        List<String> everybody = Stream.of(email.to(), email.cc(), email.bcc())
                .flatMap(List::stream)
                .toList();
        Status status = Status.of(email.lastEvent());
        return new EmailRow(
                email.id().toString(),
                everybody.isEmpty() ? "(nobody)" : everybody.getFirst(),
                Math.max(0, everybody.size() - 1),
                email.subject().isBlank() ? "(no subject)" : email.subject(),
                status,
                email.createdAt(),
                status.key().equals("scheduled") ? email.scheduledAt() : null);
    }

    String path() {
        return Paths.MOUNT + "/emails/" + id;
    }
}
