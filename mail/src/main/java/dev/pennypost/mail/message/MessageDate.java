package dev.pennypost.mail.message;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/// The date-time of RFC 5322 §3.3, in UTC. Written by hand: a formatter costs more than the rest of a short header.
final class MessageDate {
    private static final String DAYS = "MonTueWedThuFriSatSun";
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final Instant FIRST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private MessageDate() {}

    static void requireWritable(Instant date) {
        if (date.isBefore(FIRST) || !date.isBefore(END))
            throw new IllegalArgumentException("a message is dated between 1900 and 9999");
    }

    static void write(MessageBuffer out, Instant date) {
        var utc = LocalDateTime.ofEpochSecond(date.getEpochSecond(), 0, ZoneOffset.UTC);
        int day = (utc.getDayOfWeek().getValue() - 1) * 3;
        int month = (utc.getMonthValue() - 1) * 3;
        out.ascii(DAYS, day, day + 3).ascii(", ");
        out.ascii(Integer.toString(utc.getDayOfMonth())).add(' ');
        out.ascii(MONTHS, month, month + 3).add(' ');
        out.ascii(Integer.toString(utc.getYear())).add(' ');
        twoDigits(out, utc.getHour()).add(':');
        twoDigits(out, utc.getMinute()).add(':');
        twoDigits(out, utc.getSecond()).ascii(" +0000");
    }

    private static MessageBuffer twoDigits(MessageBuffer out, int number) {
        return out.add('0' + number / 10).add('0' + number % 10);
    }
}
