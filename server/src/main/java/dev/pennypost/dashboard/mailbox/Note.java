package dev.pennypost.dashboard.mailbox;

import dev.pennypost.dashboard.shell.Tone;

/// Something noticed about a mail.
///
/// @param where the mail programs it concerns; empty for any
/// @param remedy what to do about it; empty for nothing
record Note(Tone tone, String title, String where, String remedy) {
    static Note link(Tone tone, String title) {
        return new Note(tone, title, "", "");
    }

    String word() {
        return tone == Tone.BAD ? "Mend" : tone == Tone.WAIT ? "Look" : "Know";
    }
}
