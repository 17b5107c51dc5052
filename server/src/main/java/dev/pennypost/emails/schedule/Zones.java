package dev.pennypost.emails.schedule;

import static java.util.Map.entry;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Time zones as people write them. An abbreviation that says whether it is summer means that offset, summer or not.
final class Zones {
    private static final Pattern OFFSET = Pattern.compile("(?:utc|gmt)?([+-]\\d{1,2}(?::?\\d{2})?)");
    private static final Map<String, ZoneId> ABBREVIATIONS = Map.ofEntries(
            entry("z", ZoneOffset.UTC),
            entry("utc", ZoneOffset.UTC),
            entry("gmt", ZoneOffset.UTC),
            entry("et", ZoneId.of("America/New_York")),
            entry("est", ZoneOffset.ofHours(-5)),
            entry("edt", ZoneOffset.ofHours(-4)),
            entry("ct", ZoneId.of("America/Chicago")),
            entry("cst", ZoneOffset.ofHours(-6)),
            entry("cdt", ZoneOffset.ofHours(-5)),
            entry("mt", ZoneId.of("America/Denver")),
            entry("mst", ZoneOffset.ofHours(-7)),
            entry("mdt", ZoneOffset.ofHours(-6)),
            entry("pt", ZoneId.of("America/Los_Angeles")),
            entry("pst", ZoneOffset.ofHours(-8)),
            entry("pdt", ZoneOffset.ofHours(-7)),
            entry("cet", ZoneOffset.ofHours(1)),
            entry("cest", ZoneOffset.ofHours(2)),
            entry("eet", ZoneOffset.ofHours(2)),
            entry("eest", ZoneOffset.ofHours(3)),
            entry("wet", ZoneOffset.UTC),
            entry("west", ZoneOffset.ofHours(1)),
            entry("bst", ZoneOffset.ofHours(1)),
            entry("ist", ZoneOffset.ofHoursMinutes(5, 30)),
            entry("jst", ZoneOffset.ofHours(9)),
            entry("msk", ZoneOffset.ofHours(3)),
            entry("sgt", ZoneOffset.ofHours(8)),
            entry("hkt", ZoneOffset.ofHours(8)),
            entry("kst", ZoneOffset.ofHours(9)),
            entry("awst", ZoneOffset.ofHours(8)),
            entry("acst", ZoneOffset.ofHoursMinutes(9, 30)),
            entry("acdt", ZoneOffset.ofHoursMinutes(10, 30)),
            entry("aest", ZoneOffset.ofHours(10)),
            entry("aedt", ZoneOffset.ofHours(11)),
            entry("nzst", ZoneOffset.ofHours(12)),
            entry("nzdt", ZoneOffset.ofHours(13)),
            entry("akst", ZoneOffset.ofHours(-9)),
            entry("akdt", ZoneOffset.ofHours(-8)),
            entry("hst", ZoneOffset.ofHours(-10)));

    /// `america/new_york` to its zone.
    private static final Map<String, ZoneId> NAMES = ZoneId.getAvailableZoneIds().stream()
            .filter(name -> name.indexOf('/') > 0)
            .collect(Collectors.toMap(name -> name.toLowerCase(Locale.ROOT), ZoneId::of, (one, _) -> one));

    private Zones() {}

    /// @param word in lower case
    static Optional<ZoneId> of(String word) {
        return Optional.ofNullable(ABBREVIATIONS.get(word))
                .or(() -> Optional.ofNullable(NAMES.get(word)))
                .or(() -> offset(word));
    }

    private static Optional<ZoneId> offset(String word) {
        var matcher = OFFSET.matcher(word);
        if (!matcher.matches()) return Optional.empty();
        try {
            return Optional.of(ZoneOffset.of(padded(matcher.group(1))));
        } catch (DateTimeException tooFar) {
            return Optional.empty();
        }
    }

    /// `+2` as `+02`.
    private static String padded(String offset) {
        return offset.length() == 2 ? offset.charAt(0) + "0" + offset.charAt(1) : offset;
    }
}
