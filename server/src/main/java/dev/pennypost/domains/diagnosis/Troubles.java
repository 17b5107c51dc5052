package dev.pennypost.domains.diagnosis;

import dev.pennypost.mail.dns.ServerReply.Reason;
import dev.pennypost.mail.dns.ServerReply.Response;
import org.jspecify.annotations.Nullable;

/// Why what a name server says does not count, as the rest of a sentence that begins with its name.
final class Troubles {
    static final String NO_ADDRESS = "has no address";
    private static final String UNREACHABLE = "cannot be reached from here";
    private static final String FORBIDDEN = "has no address that can be asked from here";

    private Troubles() {}

    static String of(Reason reason, String why) {
        return switch (reason) {
            case TIMEOUT -> "does not answer";
            case CLOSED -> "is a host where no DNS server runs";
            case UNREACHABLE -> UNREACHABLE;
            case FORBIDDEN -> FORBIDDEN;
            case GARBLED -> "answers with what cannot be read: " + why;
        };
    }

    /// Null for an answer of somebody who has authority over what was asked.
    static @Nullable String of(Response said) {
        return switch (said.code()) {
            case NOERROR, NXDOMAIN -> said.authoritative() ? null : "does not know the zone";
            case REFUSED -> "refuses to answer";
            case SERVFAIL -> "fails to answer (SERVFAIL)";
            case FORMERR, NOTIMP, OTHER -> "does not understand the question";
        };
    }

    /// Whether it is for us to see to, or for nobody.
    static boolean isOurs(@Nullable String trouble) {
        return UNREACHABLE.equals(trouble) || FORBIDDEN.equals(trouble);
    }
}
