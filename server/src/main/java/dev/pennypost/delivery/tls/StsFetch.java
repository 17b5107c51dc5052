package dev.pennypost.delivery.tls;

import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.mtasts.BadStsPolicy;
import dev.pennypost.mail.mtasts.StsPolicy;
import dev.pennypost.mail.tlsrpt.ResultType;
import dev.pennypost.net.Exchange;
import dev.pennypost.net.OutboundHttp;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// Fetches policies over HTTPS (RFC 8461 §3.3): the certificate must count, and a redirect is no answer.
public final class StsFetch {
    private static final Duration LIMIT = Duration.ofMinutes(1); // RFC 8461 §3.3

    private final OutboundHttp http;
    private final Function<DomainName, URI> addresses;

    /// @param http dials only where the operator lets us, and trusts whom the public web trusts
    public StsFetch(OutboundHttp http) {
        this(http, StsPolicy::addressFor);
    }

    StsFetch(OutboundHttp http, Function<DomainName, URI> addresses) {
        this.http = http;
        this.addresses = addresses;
    }

    /// What fetching came to.
    sealed interface Fetched {
        record Policy(StsPolicy policy) implements Fetched {}

        record Failed(ResultType result, String why) implements Fetched {}
    }

    Fetched fetch(DomainName domain) {
        try {
            return read(http.send(new Exchange(
                    "GET", addresses.apply(domain), List.of(), new byte[0], LIMIT, StsPolicy.MOST_OCTETS)));
        } catch (IOException failed) {
            return new Fetched.Failed(
                    isDistrust(failed) ? ResultType.STS_WEBPKI_INVALID : ResultType.STS_POLICY_FETCH_ERROR,
                    String.valueOf(failed.getMessage()));
        } catch (IllegalArgumentException noHost) {
            return new Fetched.Failed(ResultType.STS_POLICY_FETCH_ERROR, "no host of that name can be");
        }
    }

    private static Fetched read(Exchange.Answer answer) {
        if (answer.status() != 200)
            return new Fetched.Failed(ResultType.STS_POLICY_FETCH_ERROR, "status " + answer.status());
        String type = answer.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (!type.split(";", 2)[0].strip().equals("text/plain"))
            return new Fetched.Failed(ResultType.STS_POLICY_INVALID, "is not text/plain");
        if (!answer.whole()) return new Fetched.Failed(ResultType.STS_POLICY_INVALID, "is longer than 64 KB");
        try {
            return new Fetched.Policy(StsPolicy.parse(new String(answer.body(), StandardCharsets.UTF_8)));
        } catch (BadStsPolicy bad) {
            return new Fetched.Failed(ResultType.STS_POLICY_INVALID, bad.why());
        }
    }

    private static boolean isDistrust(Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause())
            if (each instanceof GeneralSecurityException) return true;
        return false;
    }
}
