package dev.pennypost.domains.writer;

import dev.pennypost.domains.records.Purpose;
import dev.pennypost.mail.dns.DomainName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// What publishing a plan does to a zone, change by change, before it is done.
///
/// @param zone the zone's name
public record Diff(DomainName zone, List<Change> changes) {
    public Diff {
        changes = List.copyOf(changes);
    }

    /// One record set.
    ///
    /// @param type such as `TXT`; of what is removed, any type there is
    /// @param before the values that are there
    /// @param after the values that will be there; of a conflict, those that would be
    /// @param purpose of the first planned record that asks for it
    /// @param reason a sentence for people where the action alone does not explain itself, else empty
    public record Change(
            Action action,
            String type,
            DomainName name,
            List<String> before,
            List<String> after,
            Purpose purpose,
            String reason) {
        public Change {
            before = List.copyOf(before);
            after = List.copyOf(after);
        }
    }

    /// What becomes of a record set.
    public enum Action {
        /// There is none yet.
        CREATE,
        /// It gets other values.
        REPLACE,
        /// It goes, because DNS does not let it stand beside what is planned (RFC 2181 §10.1).
        REMOVE,
        /// It is right already, or the owner's own and good enough.
        KEEP,
        /// It is somebody else's and stays: the planned record is not published.
        CONFLICT;

        boolean writes() {
            return this == CREATE || this == REPLACE || this == REMOVE;
        }
    }

    /// Names exactly this diff: another zone, another value, another decision is another id. 64 hexadecimal digits.
    public String id() {
        return HexFormat.of().formatHex(sha256().digest(toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // every Java platform has it
        }
    }
}
