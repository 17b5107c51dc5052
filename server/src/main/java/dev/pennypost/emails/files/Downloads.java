package dev.pennypost.emails.files;

import dev.pennypost.emails.files.Download.Failed;
import dev.pennypost.emails.files.Download.Got;
import dev.pennypost.emails.files.Download.Reason;
import dev.pennypost.net.AddressRefused;
import dev.pennypost.net.Exchange;
import dev.pennypost.net.Exchange.Answer;
import dev.pennypost.net.Exchange.Header;
import dev.pennypost.net.OutboundHttp;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Fetches files from addresses that customers chose. A redirect is followed a few times, and every address on the way
/// is held to the same rules as the first.
public final class Downloads {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int MOST_REDIRECTS = 5;
    private static final List<Header> HEADERS = List.of(
            new Header("User-Agent", "Pennypost-Attachments/1.0"),
            new Header("Accept", "*/*"),
            new Header("Accept-Encoding", "identity"));

    private final OutboundHttp http;

    public Downloads(OutboundHttp http) {
        this.http = http;
    }

    /// Takes at most half a minute for each address on the way.
    ///
    /// @param mostOctets a larger file is not a file
    public Download fetch(URI url, int mostOctets) {
        URI next = url;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            Answer answer;
            try {
                answer = http.send(new Exchange("GET", next, HEADERS, new byte[0], TIMEOUT, mostOctets));
            } catch (AddressRefused refused) {
                return new Failed(Reason.FORBIDDEN, false);
            } catch (IOException unreachable) {
                return new Failed(Reason.UNREACHABLE, true);
            }
            Optional<URI> elsewhere = elsewhere(next, answer);
            if (elsewhere.isEmpty()) return judged(answer);
            next = elsewhere.get();
        }
        return new Failed(Reason.UNREACHABLE, false);
    }

    private static Download judged(Answer answer) {
        if (answer.status() != 200) return new Failed(Reason.UNREACHABLE, isPassing(answer.status()));
        if (!answer.whole()) return new Failed(Reason.TOO_LARGE, false);
        return new Got(answer.body(), answer.header("content-type"));
    }

    /// RFC 9110 §15.5.9, RFC 6585 §4: those of the client's errors that time may mend.
    private static boolean isPassing(int status) {
        return status >= 500 || status == 408 || status == 425 || status == 429;
    }

    /// Where a redirect leads (RFC 9110 §15.4); empty when it is none that can be followed.
    private static Optional<URI> elsewhere(URI from, Answer answer) {
        return switch (answer.status()) {
            case 301, 302, 303, 307, 308 ->
                answer.header("location")
                        .flatMap(location -> resolved(from, location))
                        .filter(RemoteFile::isFetchable);
            default -> Optional.empty();
        };
    }

    private static Optional<URI> resolved(URI from, String location) {
        try {
            return Optional.of(from.resolve(location));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
