package dev.pennypost.domains.diagnosis;

import dev.pennypost.domains.diagnosis.Finding.Code;
import dev.pennypost.domains.records.PlannedRecord;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The host that a planned MX, CNAME or NS record names, and how people mistype it.
record Target(PlannedRecord planned) {
    private static final Pattern IP = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|.*:.*");
    private static final Pattern LEADING_NUMBER = Pattern.compile("\\d+[ .\\\\].*");
    private static final Pattern QUOTE = Pattern.compile("\\\\?[\"'`]");

    boolean isOurs(String host) {
        return bare(host).equals(ours());
    }

    String ours() {
        return bare(planned.value());
    }

    static String bare(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    static boolean isAddress(String host) {
        return IP.matcher(bare(host)).matches();
    }

    /// Why the target is not ours, though it was meant to be.
    ///
    /// @param shown the record as it is told to people
    Optional<Finding> mistake(String host, String shown) {
        String target = bare(host);
        if (target.startsWith(ours() + ".")) return Optional.of(zoneAppended(target, shown));
        if (LEADING_NUMBER.matcher(target).matches() && target.endsWith(ours()))
            return Optional.of(priorityInValue(shown));
        if (QUOTE.matcher(target).find() && isOurs(QUOTE.matcher(target).replaceAll("")))
            return Optional.of(quoted(shown));
        if (Difference.isSlip(ours(), target)) return Optional.of(slip(target, shown));
        return Optional.empty();
    }

    private Finding zoneAppended(String target, String shown) {
        return error(
                        Code.TARGET_ZONE_APPENDED,
                        "Your DNS host appended `" + target.substring(ours().length()) + "` to the target.",
                        "Write the target with a dot at its end: `" + planned.value() + ".`",
                        shown)
                .with("difference_at", Integer.toString(ours().length() + 1));
    }

    private Finding priorityInValue(String shown) {
        return error(
                Code.PRIORITY_IN_VALUE,
                "The priority was typed into the target.",
                "Put the number into the priority field and only `" + planned.value() + "` into the target.",
                shown);
    }

    private Finding quoted(String shown) {
        return error(
                Code.QUOTES_IN_VALUE,
                "Quotes became part of the target.",
                "Enter `" + planned.value() + "` without quotes.",
                shown);
    }

    private Finding slip(String target, String shown) {
        return error(
                        Code.INVALID_VALUE,
                        "The target is almost the right one.",
                        "Change its target to `" + planned.value() + "`.",
                        shown)
                .showing(Difference.between(ours(), target));
    }

    Finding error(Code code, String message, String fix, String shown) {
        return Finding.error(code, message, fix, planned.value(), shown);
    }
}
