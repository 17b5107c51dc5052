package dev.pennypost.mail.tlsrpt;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/// What one sender noticed of the TLS of one domain in one day (RFC 8460 §4.4).
///
/// @param organization who reports
/// @param contact an address for questions
/// @param id unlike that of every other report
/// @param end the last second it speaks of
public record TlsReport(
        String organization, Instant start, Instant end, String contact, String id, List<PolicyResults> policies) {
    public TlsReport {
        policies = List.copyOf(policies);
    }

    /// The sessions held under one policy.
    ///
    /// @param policy the policy as it was found, line by line; empty without one
    /// @param domain where the policy was found
    /// @param mxHosts the patterns of an MTA-STS policy; empty otherwise
    public record PolicyResults(
            PolicyType type,
            List<String> policy,
            String domain,
            List<String> mxHosts,
            long successes,
            long failures,
            List<FailedSessions> details) {
        public PolicyResults {
            policy = List.copyOf(policy);
            mxHosts = List.copyOf(mxHosts);
            details = List.copyOf(details);
        }
    }

    /// Sessions that failed for one reason.
    ///
    /// @param sendingAddress ours; empty when there are several and nobody knows which it was
    /// @param host the mail server's name; empty when none was spoken to
    /// @param address the mail server's; empty when none was spoken to
    /// @param reason our own word for it, or empty
    public record FailedSessions(
            ResultType type, String sendingAddress, String host, String address, long sessions, String reason) {}

    /// The report as JSON in UTF-8.
    public byte[] json() {
        return new ReportJson().write(this).getBytes(StandardCharsets.UTF_8);
    }
}
