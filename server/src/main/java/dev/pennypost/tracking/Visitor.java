package dev.pennypost.tracking;

import java.time.Instant;

/// Who came by a link, as far as the request tells.
///
/// @param head whether only the header of the answer was asked for (HTTP HEAD)
/// @param address the IP address; empty when it was forgotten
/// @param agent what it says it is; empty when it says nothing
public record Visitor(Instant at, boolean head, String address, String agent) {
    private static final int LONGEST_AGENT = 500;

    public Visitor {
        agent = clean(agent);
    }

    private static String clean(String text) {
        String printable = text.codePoints()
                .filter(character -> !Character.isISOControl(character) && !isSurrogate(character))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return printable.length() > LONGEST_AGENT ? printable.substring(0, LONGEST_AGENT) : printable;
    }

    private static boolean isSurrogate(int character) {
        return character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
    }

    boolean isAnonymous() {
        return address.isEmpty();
    }

    /// The same, of nobody knows whom.
    Visitor anonymous() {
        return new Visitor(at, head, "", "");
    }
}
