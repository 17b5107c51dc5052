package dev.pennypost.domains.diagnosis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pennypost.domains.diagnosis.Finding.Code;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.domains.records.Purpose;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A way in which panels and clipboards break a text, recognised by undoing it: what is right then was broken so.
/// Receivers undo none of these.
enum Misprint {
    QUOTES(
            Code.QUOTES_IN_VALUE,
            "Quotes became part of the value, and receivers do not take them off.",
            "Enter the value without quotes.") {
        @Override
        String undone(String text, PlannedRecord planned) {
            return MARKS.matcher(text).replaceAll("");
        }
    },
    BACKSLASHES(
            Code.ESCAPED_SEMICOLON,
            "Backslashes became part of the value.",
            "Enter the value without backslashes; if there are none, your DNS host adds them: ask its support.") {
        @Override
        String undone(String text, PlannedRecord planned) {
            return text.replace("\\", "");
        }
    },
    ENTITIES(
            Code.HTML_ENTITY,
            "The value was copied as HTML, with codes such as `&quot;` in it.",
            "Copy the value shown here as plain text.") {
        @Override
        String undone(String text, PlannedRecord planned) {
            return ENTITY.matcher(text)
                    .replaceAll(entity -> Matcher.quoteReplacement(Misprint.entity(entity.group(1))))
                    .strip();
        }
    },
    PERCENT(
            Code.PERCENT_ENCODED,
            "The value was copied out of a web address, with codes such as `%3D` in it.",
            "Copy the value shown here as plain text.") {
        @Override
        String undone(String text, PlannedRecord planned) {
            return HEX.matcher(text)
                    .replaceAll(
                            code -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(code.group(1), 16))));
        }
    },
    NAME(
            Code.NAME_IN_VALUE,
            "The name or the type of the record stands in its value.",
            "Put only the value shown here into the value.") {
        @Override
        String undone(String text, PlannedRecord planned) {
            String name = Pattern.quote(planned.name().ascii());
            String label = Pattern.quote(planned.name().labels().getFirst());
            String type = "(?:IN\\s+)?(?:" + planned.type() + "\\b)?";
            return text.replaceFirst(
                    "(?i)^\\s*(?:" + name + "\\.?|" + label + "[-a-z0-9._]*|@)?\\s*(?:\\d+\\s+)?" + type
                            + "\\s*[:=]?\\s*",
                    "");
        }
    },
    PREFIX(
            Code.MISSING_PREFIX,
            "The beginning of the value is missing.",
            "Enter the whole value shown here, from its first character on.") {
        @Override
        String undone(String text, PlannedRecord planned) {
            return VERSION.matcher(text).find() ? text : prefix(planned) + text.stripLeading();
        }
    },
    CASE(
            Code.CASE_FOLDED,
            "Upper and lower case got lost, and here they count.",
            "Enter the value exactly as shown; if your DNS host changes it again, it cannot hold this record.") {
        @Override
        String undone(String text, PlannedRecord planned) {
            if (text.equalsIgnoreCase(planned.value())) return planned.value();
            return switch (planned.purpose()) {
                case DMARC -> text.replaceFirst("(?i)^\\s*v\\s*=\\s*dmarc1", "v=DMARC1");
                case DKIM, SPARE_KEY ->
                    TAG.matcher(text).replaceAll(tag -> tag.group().toLowerCase(Locale.ROOT));
                default -> text;
            };
        }
    };

    private static final Pattern MARKS =
            Pattern.compile("\\\\?[\"'`\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u00ab\u00bb\u2033\u2032\u00b4]");
    private static final Pattern ENTITY = Pattern.compile("&(quot|amp|apos|lt|gt|nbsp|#\\d{1,4}|#x[0-9a-fA-F]{1,4});");
    private static final Pattern HEX = Pattern.compile("%([0-7][0-9a-fA-F])");
    private static final Pattern VERSION = Pattern.compile("(?i)\\bv\\s*[=:]");
    private static final Pattern TAG = Pattern.compile("(?<=^|;)\\s*[A-Z]+\\s*(?==)");

    private final Code code;
    private final String message;
    private final String fix;

    Misprint(Code code, String message, String fix) {
        this.code = code;
        this.message = message;
        this.fix = fix;
    }

    abstract String undone(String text, PlannedRecord planned);

    /// What is wrong with one of these texts, if one of them was meant to be the planned value.
    ///
    /// @param isRight whether a text would do
    static Optional<Finding> in(List<String> texts, PlannedRecord planned, Predicate<String> isRight) {
        return texts.stream()
                .flatMap(
                        text -> in(readable(text), planned, isRight)
                                .map(misprint -> misprint.finding(planned, readable(text)))
                                .stream())
                .findFirst();
    }

    private static Optional<Misprint> in(String text, PlannedRecord planned, Predicate<String> isRight) {
        for (Misprint misprint : values()) {
            String undone = misprint.undone(text, planned);
            if (!undone.equals(text) && isRight.test(undone)) return Optional.of(misprint);
        }
        return several(text, planned, isRight);
    }

    /// Several at once: the first to be undone is told.
    private static Optional<Misprint> several(String text, PlannedRecord planned, Predicate<String> isRight) {
        Misprint first = null;
        String left = text;
        for (Misprint misprint : values()) {
            String undone = misprint.undone(left, planned);
            if (undone.equals(left)) continue;
            if (first == null) first = misprint;
            left = undone;
            if (isRight.test(left)) return Optional.of(first);
        }
        return Optional.empty();
    }

    private Finding finding(PlannedRecord planned, String observed) {
        return Finding.error(code, message, fix, planned.value(), observed)
                .with(
                        "difference_at",
                        Integer.toString(
                                Difference.between(planned.value(), observed).position()));
    }

    /// The octets of a TXT record as people see them.
    static String readable(String octets) {
        boolean plain = octets.chars().allMatch(c -> c < 0x80);
        return plain ? octets : new String(octets.getBytes(ISO_8859_1), UTF_8);
    }

    private static String prefix(PlannedRecord planned) {
        return switch (planned.purpose()) {
            case SPF -> "v=spf1 ";
            case DMARC -> "v=DMARC1; ";
            case DKIM, SPARE_KEY -> "p=";
            default ->
                planned.purpose() == Purpose.OWNERSHIP
                        ? planned.value().substring(0, planned.value().indexOf('=') + 1)
                        : "";
        };
    }

    private static String entity(String name) {
        if (name.startsWith("#x")) return Character.toString(Integer.parseInt(name.substring(2), 16));
        if (name.startsWith("#")) return Character.toString(Integer.parseInt(name.substring(1)));
        return switch (name) {
            case "amp" -> "&";
            case "lt" -> "<";
            case "gt" -> ">";
            case "nbsp" -> " ";
            default -> ""; // quotes, which do not belong into the value either
        };
    }
}
