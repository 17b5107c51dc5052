package dev.pennypost.mail.dmarc;

/// A text that is not a DMARC record, and why.
public final class BadDmarcRecord extends IllegalArgumentException {
    private final String text;
    private final String why;

    BadDmarcRecord(String text, String why) {
        super("`" + text + "` " + why);
        this.text = text;
        this.why = why;
    }

    /// The text as it was given.
    public String text() {
        return text;
    }

    /// What is wrong with it, as the end of a sentence that begins with the text.
    public String why() {
        return why;
    }
}
