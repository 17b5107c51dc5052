package dev.pennypost.mail.mime;

/// How much of a message's structure a reader takes before it gives up. Mail that people write stays far below the
/// defaults; mail that is made to exhaust a reader does not.
///
/// @param depth of multiparts inside multiparts
/// @param parts leaves and multiparts together
/// @param headers fields in the header of the message, and of each part
/// @param headerOctets of one field, folds included
/// @param lineOctets of one line of a header or delimiter
public record ReadLimits(int depth, int parts, int headers, int headerOctets, int lineOctets) {
    public static final ReadLimits DEFAULT = new ReadLimits(30, 1_000, 1_000, 256 * 1024, 128 * 1024);

    public ReadLimits {
        if (depth < 1 || parts < 1 || headers < 1 || headerOctets < 1 || lineOctets < 1)
            throw new IllegalArgumentException("a limit below 1");
    }
}
