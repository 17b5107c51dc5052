package dev.pennypost.domains.diagnosis;

import dev.pennypost.domains.diagnosis.Finding.Code;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.mail.dns.DnsRecord.Mx;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Judges the MX of a return path: bounces reach us only if we are its one mail exchanger. Its preference means
/// nothing while it is alone.
record ReturnPathCheck(PlannedRecord planned) {
    private static final Pattern IP = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|.*:.*");
    private static final Pattern LEADING_NUMBER = Pattern.compile("\\d+[ .\\\\].*");

    RecordReport judge(List<Mx> served) {
        if (served.isEmpty()) return RecordReport.unknown(planned, nothingServed());
        boolean oursIsThere = served.stream().anyMatch(mx -> isOurs(mx.exchange()));
        if (oursIsThere && served.stream().allMatch(mx -> isOurs(mx.exchange())))
            return RecordReport.right(planned, List.of());
        if (oursIsThere) return RecordReport.wrong(planned, extra(served));
        return RecordReport.wrong(planned, other(served));
    }

    private Finding extra(List<Mx> served) {
        return error(
                Code.MX_EXTRA,
                "Other mail exchangers stand beside ours, so some bounces never arrive here.",
                "Remove every other MX record at `" + planned.name() + "`.",
                served);
    }

    private Finding other(List<Mx> served) {
        String target = bare(served.getFirst().exchange());
        if (target.startsWith(ours() + ".")) return zoneAppended(served);
        if (IP.matcher(target).matches()) return ipAddress(served);
        if (LEADING_NUMBER.matcher(target).matches() && target.endsWith(ours())) return priorityInValue(served);
        return error(
                Code.INVALID_VALUE,
                "The MX record names another mail exchanger.",
                "Change its target to `" + planned.value() + "`.",
                served);
    }

    private Finding zoneAppended(List<Mx> served) {
        return error(
                Code.TARGET_ZONE_APPENDED,
                "Your DNS host appended a domain to the target.",
                "Write the target with a dot at its end: `" + planned.value() + ".`",
                served);
    }

    private Finding ipAddress(List<Mx> served) {
        return error(
                Code.MX_TARGET_IP,
                "The MX record holds an IP address, and only host names are allowed there (RFC 5321 §5.1).",
                "Change its target to `" + planned.value() + "`.",
                served);
    }

    private Finding priorityInValue(List<Mx> served) {
        return error(
                Code.PRIORITY_IN_VALUE,
                "The priority was typed into the target.",
                "Put the number into the priority field and only `" + planned.value() + "` into the target.",
                served);
    }

    private Finding nothingServed() {
        return Finding.warning(
                Code.DNS_SERVER_ERROR,
                "DNS answered for " + planned.name() + " without an MX record.",
                "If this lasts, check that the domain's name servers work.",
                planned.value(),
                null);
    }

    private Finding error(Code code, String message, String fix, List<Mx> served) {
        return Finding.error(code, message, fix, planned.value(), show(served));
    }

    private static String show(List<Mx> served) {
        return served.stream().map(mx -> mx.preference() + " " + mx.exchange()).collect(Collectors.joining(", "));
    }

    private boolean isOurs(String exchange) {
        return bare(exchange).equals(ours());
    }

    private String ours() {
        return bare(planned.value());
    }

    private static String bare(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
