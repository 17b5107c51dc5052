package dev.pennypost.mail.dns;

/// A zone that cannot be served, and why; the message names the line when it came from text.
public final class BadZone extends IllegalArgumentException {
    private final int line;
    private final String why;

    BadZone(String why) {
        super(why);
        this.line = 0;
        this.why = why;
    }

    BadZone(int line, String text, String why) {
        super("line " + line + ": " + why + ": `" + text.strip() + "`");
        this.line = line;
        this.why = why;
    }

    /// The line it is about, counted from 1; 0 when the zone did not come from text.
    public int line() {
        return line;
    }

    /// What is wrong, without the line.
    public String why() {
        return why;
    }
}
