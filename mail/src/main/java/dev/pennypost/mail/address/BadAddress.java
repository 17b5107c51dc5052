package dev.pennypost.mail.address;

/// A text that is not a mail address, and why.
public final class BadAddress extends IllegalArgumentException {
    private final String why;

    BadAddress(String text, String why) {
        super("`" + printable(text) + "` " + why);
        this.why = why;
    }

    /// What is wrong, as the end of a sentence that begins with the text.
    public String why() {
        return why;
    }

    // The message ends up in logs and replies, where a line break of the sender's would begin a line of its own.
    private static String printable(String text) {
        var out = new StringBuilder(text.length());
        text.codePoints().map(c -> Letters.isControl(c) ? '\ufffd' : c).forEach(out::appendCodePoint);
        return out.toString();
    }
}
