package dev.pennypost.mail.spf;

/// A text that is not the SPF record it should be, and why.
public final class BadSpfRecord extends IllegalArgumentException {
    private final String text;
    private final String why;

    BadSpfRecord(String text, String why) {
        super("`" + text + "` " + why);
        this.text = text;
        this.why = why;
    }

    /// The text that is wrong: the record or one term of it.
    public String text() {
        return text;
    }

    /// What is wrong with it, as the end of a sentence that begins with the text.
    public String why() {
        return why;
    }
}
