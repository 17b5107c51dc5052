package dev.pennypost.cli;

import dev.pennypost.config.HostPort;
import dev.pennypost.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/// Where a server can be reached, for people as a table and for scripts as JSON.
///
/// @param apiUrl without a trailing slash
/// @param smtpUrl where mail programs hand in messages with an API key; null when there is no such listener
/// @param apiKey a token with full access; null outside the sandbox
/// @param smtp the sandbox's mail exchanger; null outside the sandbox
/// @param dns the sandbox's DNS server; null outside the sandbox
public record Ready(
        String apiUrl,
        String dashboardUrl,
        @Nullable String smtpUrl,
        @Nullable String apiKey,
        @Nullable HostPort smtp,
        @Nullable HostPort dns) {

    String table() {
        var table = new StringBuilder();
        row(table, "Dashboard", dashboardUrl);
        row(table, "API", apiUrl);
        row(table, "Submission", smtpUrl);
        row(table, "API key", apiKey);
        row(table, "SMTP", smtp);
        row(table, "DNS", dns);
        return table.toString();
    }

    private static void row(StringBuilder table, String label, @Nullable Object value) {
        if (value != null) table.append(String.format("  %-10s %s%n", label, value));
    }

    String json(long pid) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("api_url", apiUrl);
        fields.put("dashboard_url", dashboardUrl);
        if (smtpUrl != null) fields.put("smtp_url", smtpUrl);
        if (apiKey != null) fields.put("api_key", apiKey);
        if (smtp != null) fields.put("smtp", smtp.toString());
        if (dns != null) fields.put("dns", dns.toString());
        fields.put("pid", pid);
        return Json.write(fields) + "\n";
    }

    /// Writes the JSON so that nobody ever reads half of it. Only the owner may read the file: it holds a key.
    void writeTo(Path file, long pid) throws IOException {
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        Path draft = Files.createTempFile(folder, ".ready", ".tmp");
        try {
            Files.writeString(draft, json(pid));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
