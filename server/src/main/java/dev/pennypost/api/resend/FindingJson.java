package dev.pennypost.api.resend;

import dev.pennypost.domains.diagnosis.Finding;
import dev.pennypost.domains.diagnosis.ServerStanding;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a check noticed; ours.
record FindingJson(
        String code,
        String severity,
        String message,
        String fix,
        @Nullable String expected,
        @Nullable String observed,
        Map<String, String> parameters,
        List<ServerJson> servers) {
    static FindingJson of(Finding finding) {
        return new FindingJson(
                finding.code().name(),
                ResendStatuses.of(finding.severity()),
                finding.message(),
                finding.fix(),
                finding.expected(),
                finding.observed(),
                finding.parameters(),
                finding.servers().stream().map(ServerJson::of).toList());
    }

    static List<FindingJson> all(List<Finding> findings) {
        return findings.stream().map(FindingJson::of).toList();
    }

    /// What one server said.
    record ServerJson(String server, String answered, String observed) {
        static ServerJson of(ServerStanding standing) {
            return new ServerJson(standing.server(), ResendStatuses.of(standing.answered()), standing.observed());
        }
    }
}
