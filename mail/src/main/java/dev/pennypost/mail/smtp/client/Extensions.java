package dev.pennypost.mail.smtp.client;

import dev.pennypost.mail.smtp.Body;
import dev.pennypost.mail.smtp.Reply;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// What a server said it can do in its reply to EHLO (RFC 5321 §4.1.1.1).
///
/// @param offered upper-case keyword to its parameters, `""` when there are none
public record Extensions(Map<String, String> offered) {
    static final Extensions NONE = new Extensions(Map.of());

    public Extensions {
        offered = Collections.unmodifiableMap(new TreeMap<>(offered));
    }

    /// The first line of an EHLO reply is the server's name, each further line one extension.
    static Extensions in(Reply ehlo) {
        List<String> lines = ehlo.lines();
        var offered = new TreeMap<String, String>();
        for (String line : lines.subList(1, lines.size())) add(line.strip(), offered);
        return new Extensions(offered);
    }

    private static void add(String line, Map<String, String> offered) {
        if (line.isEmpty()) return;
        int space = line.indexOf(' ');
        String keyword = space < 0 ? line : line.substring(0, space);
        String parameters = space < 0 ? "" : line.substring(space + 1).strip();
        offered.put(keyword.toUpperCase(Locale.ROOT), parameters);
    }

    public boolean offers(String keyword) {
        return offered.containsKey(keyword);
    }

    /// RFC 2920.
    public boolean pipelining() {
        return offers("PIPELINING");
    }

    /// RFC 1870.
    public boolean size() {
        return offers("SIZE");
    }

    /// The largest message the server takes, in octets; empty when it names no limit (RFC 1870 §3: `0` is
    /// none).
    public OptionalLong maxSize() {
        String limit = offered.getOrDefault("SIZE", "");
        boolean number =
                !limit.isEmpty() && limit.length() <= 18 && limit.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!number || Long.parseLong(limit) == 0) return OptionalLong.empty();
        return OptionalLong.of(Long.parseLong(limit));
    }

    /// RFC 6152.
    public boolean eightBitMime() {
        return offers("8BITMIME");
    }

    /// RFC 6531.
    public boolean smtpUtf8() {
        return offers("SMTPUTF8");
    }

    /// Why a message cannot be sent as it is to a server that offers no more than this; empty when it can.
    ///
    /// @param smtpUtf8 an address of the envelope or a header field is not ASCII (RFC 6531 §3.4)
    public Optional<Failure> lacking(boolean smtpUtf8, Body body) {
        if (smtpUtf8 && !smtpUtf8()) return Optional.of(new Failure.Utf8NotOffered());
        return body == Body.EIGHT_BIT_MIME && !eightBitMime()
                ? Optional.of(new Failure.EightBitNotOffered())
                : Optional.empty();
    }

    /// RFC 3207.
    public boolean startTls() {
        return offers("STARTTLS");
    }

    /// RFC 4954: whether the server takes logins of this mechanism.
    public boolean auth(String mechanism) {
        return List.of(offered.getOrDefault("AUTH", "").toUpperCase(Locale.ROOT).split(" ", -1))
                .contains(mechanism);
    }

    /// RFC 2034.
    public boolean enhancedStatusCodes() {
        return offers("ENHANCEDSTATUSCODES");
    }

    /// RFC 3030.
    public boolean chunking() {
        return offers("CHUNKING");
    }
}
