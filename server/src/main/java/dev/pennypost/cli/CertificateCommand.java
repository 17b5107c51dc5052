package dev.pennypost.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `pennypost certificates`: the hosts that HTTPS is served for, and how they stand.
@Command(name = "certificates", description = "The certificates of a running server, ordered by ACME.")
final class CertificateCommand extends Operating {
    @Option(
            names = "--retry",
            paramLabel = "HOST",
            description = "Try a host that failed again now, because something was repaired.")
    private @Nullable String retried;

    CertificateCommand(Surroundings around) {
        super(around, "certificates");
    }

    @Override
    void run(Operators operators) {
        if (retried != null) retry(operators, retried);
        else list(operators);
    }

    private void retry(Operators operators, String host) {
        String path = "/certificates/" + URLEncoder.encode(host, StandardCharsets.UTF_8) + "/retry";
        say(text(operators.post(path, Map.of()), "host") + " is tried again");
    }

    private void list(Operators operators) {
        var table = new Table("HOST", "STATE", "EXPIRES", "NEXT LOOK", "REASON", "WHY");
        for (JsonNode one : operators.get("/certificates", Map.of()).path("data"))
            table.row(
                    text(one, "host"),
                    text(one, "status"),
                    text(one, "expires_at"),
                    text(one, "next_look_at"),
                    text(one, "reason"),
                    text(one, "message"));
        print(table);
    }
}
