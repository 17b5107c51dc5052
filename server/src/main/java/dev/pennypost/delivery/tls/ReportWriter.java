package dev.pennypost.delivery.tls;

import dev.pennypost.delivery.tls.TlsResults.Row;
import dev.pennypost.delivery.tls.TlsResults.Tally;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.tlsrpt.PolicyType;
import dev.pennypost.mail.tlsrpt.TlsReport;
import dev.pennypost.mail.tlsrpt.TlsReport.FailedSessions;
import dev.pennypost.mail.tlsrpt.TlsReport.PolicyResults;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Makes a report of what was counted.
///
/// @param sendingAddress ours; empty when there are several
record ReportWriter(String organization, Address contact, String sendingAddress) {
    private static final String MX = "mx: ";

    private record Policy(PolicyType type, String domain) {}

    /// The same day makes a report of the same id, so that whoever gets it twice can tell.
    TlsReport write(LocalDate day, String domain, Map<Row, Tally> counted) {
        Instant start = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant end = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().minusSeconds(1);
        var seed = day + " " + domain + " " + contact;
        return new TlsReport(
                organization,
                start,
                end,
                contact.toString(),
                UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString(),
                policies(counted));
    }

    private List<PolicyResults> policies(Map<Row, Tally> counted) {
        var byPolicy = new LinkedHashMap<Policy, List<Map.Entry<Row, Tally>>>();
        for (Map.Entry<Row, Tally> entry : counted.entrySet()) {
            Row row = entry.getKey();
            byPolicy.computeIfAbsent(new Policy(row.type(), row.policyDomain()), _ -> new ArrayList<>())
                    .add(entry);
        }
        return byPolicy.entrySet().stream()
                .map(entry -> results(entry.getKey(), entry.getValue()))
                .toList();
    }

    private PolicyResults results(Policy policy, List<Map.Entry<Row, Tally>> counted) {
        var details = new ArrayList<FailedSessions>();
        List<String> lines = List.of();
        long successes = 0;
        for (Map.Entry<Row, Tally> entry : counted) {
            if (!entry.getValue().policy().isEmpty()) lines = entry.getValue().policy();
            if (entry.getKey().result() == null) successes += entry.getValue().sessions();
            else details.add(failed(entry.getKey(), entry.getValue().sessions()));
        }
        long failures = details.stream().mapToLong(FailedSessions::sessions).sum();
        List<String> servers = lines.stream()
                .filter(line -> line.startsWith(MX))
                .map(line -> line.substring(MX.length()))
                .toList();
        return new PolicyResults(policy.type(), lines, policy.domain(), servers, successes, failures, details);
    }

    private FailedSessions failed(Row row, long sessions) {
        if (row.result() == null) throw new IllegalArgumentException("a session that went well");
        return new FailedSessions(row.result(), sendingAddress, row.mxHost(), row.address(), sessions, row.reason());
    }
}
