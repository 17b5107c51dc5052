package dev.pennypost.mail.mtasts;

import dev.pennypost.mail.dns.BadDomainName;
import dev.pennypost.mail.dns.DomainName;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a domain demands of those who send it mail (RFC 8461 §3.2).
///
/// @param mx the servers that its mail may be given to; empty with [Mode#NONE] only
/// @param maxAge how long the policy may be kept, at most [#LONGEST]
public record StsPolicy(Mode mode, List<MxPattern> mx, Duration maxAge) {
    /// RFC 8461 §3.3: senders may refuse to read more, and 64 KB is what it suggests.
    public static final int MOST_OCTETS = 64 * 1024;

    /// RFC 8461 §3.2: 31557600 seconds, a year.
    public static final Duration LONGEST = Duration.ofHours(8766);

    private static final int MOST_SERVERS = 500;
    private static final Pattern AGE = Pattern.compile("[0-9]{1,10}");

    /// What becomes of mail when the servers do not keep to the policy.
    public enum Mode {
        /// It is not delivered.
        ENFORCE,
        /// It is delivered, and the domain is told.
        TESTING,
        /// Nothing: the domain has no policy any more.
        NONE
    }

    public StsPolicy {
        mx = List.copyOf(mx);
    }

    /// Where the policy of a domain is fetched (RFC 8461 §3.3).
    public static URI addressFor(DomainName domain) {
        return URI.create("https://mta-sts." + domain + "/.well-known/mta-sts.txt");
    }

    /// Reads a policy. Lines end in LF or CRLF; of a field that comes twice, `mx` apart, the first counts; fields that
    /// are not known are passed over. A `max_age` beyond the longest is taken for the longest.
    public static StsPolicy parse(String text) throws BadStsPolicy {
        if (text.length() > MOST_OCTETS) throw new BadStsPolicy("is longer than 64 KB");
        var fields = new HashMap<String, String>();
        var servers = new ArrayList<MxPattern>();
        for (String line : text.lines().toList()) {
            if (line.isBlank()) continue;
            int colon = line.indexOf(':');
            if (colon < 1) throw new BadStsPolicy("has a line without a key");
            String key = line.substring(0, colon).strip();
            String value = line.substring(colon + 1).strip();
            if (key.equals("mx")) servers.add(server(value, servers.size()));
            else fields.putIfAbsent(key, value);
        }
        return policy(fields, servers);
    }

    private static MxPattern server(String value, int before) throws BadStsPolicy {
        if (before == MOST_SERVERS) throw new BadStsPolicy("lists more than " + MOST_SERVERS + " servers");
        try {
            return MxPattern.parse(value);
        } catch (BadDomainName bad) {
            throw new BadStsPolicy("has an mx that " + bad.why());
        }
    }

    private static StsPolicy policy(Map<String, String> fields, List<MxPattern> servers) throws BadStsPolicy {
        if (!"STSv1".equals(fields.get("version"))) throw new BadStsPolicy("is not of version STSv1");
        Mode mode = mode(fields.getOrDefault("mode", ""));
        if (mode != Mode.NONE && servers.isEmpty()) throw new BadStsPolicy("lists no mx");
        return new StsPolicy(mode, servers, age(fields.getOrDefault("max_age", "")));
    }

    private static Mode mode(String text) throws BadStsPolicy {
        return switch (text) {
            case "enforce" -> Mode.ENFORCE;
            case "testing" -> Mode.TESTING;
            case "none" -> Mode.NONE;
            default -> throw new BadStsPolicy("has no mode that is known");
        };
    }

    private static Duration age(String text) throws BadStsPolicy {
        if (!AGE.matcher(text).matches()) throw new BadStsPolicy("has no max_age in seconds");
        return Duration.ofSeconds(Math.min(Long.parseLong(text), LONGEST.toSeconds()));
    }

    /// Whether the policy names this mail server.
    public boolean permits(DomainName host) {
        return mx.stream().anyMatch(pattern -> pattern.matches(host));
    }

    /// The policy line by line, as TLS reports quote it (RFC 8460 §4.4) and as it can be read again.
    public List<String> lines() {
        var head = Stream.of("version: STSv1", "mode: " + mode.name().toLowerCase(Locale.ROOT));
        var servers = mx.stream().map(pattern -> "mx: " + pattern);
        return Stream.of(head, servers, Stream.of("max_age: " + maxAge.toSeconds()))
                .flatMap(lines -> lines)
                .toList();
    }
}
