package dev.pennypost.net;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One HTTP exchange: what is asked, within which limits, and what came back.
///
/// @param url absolute, `http` or `https`
/// @param headers sent as they are, beside `Host`, `Content-Length` and `Connection`
/// @param body empty for none
/// @param timeout for all of it, name lookup and handshake included
/// @param mostOctets of the answer's body that are read; what follows is left unread
public record Exchange(String method, URI url, List<Header> headers, byte[] body, Duration timeout, int mostOctets) {
    public Exchange {
        headers = List.copyOf(headers);
    }

    /// A header field. Its value must not hold line breaks.
    public record Header(String name, String value) {
        public Header {
            if (!isLine(name) || !isLine(value)) throw new IllegalArgumentException("a header with a line break");
        }

        private static boolean isLine(String text) {
            return text.indexOf('\r') < 0 && text.indexOf('\n') < 0;
        }
    }

    /// What the server answered. A redirect is an answer like any other: it is not followed.
    ///
    /// @param body at most as much as was asked for
    /// @param whole whether the body ended within that
    public record Answer(int status, List<Header> headers, byte[] body, boolean whole) {
        public Answer {
            headers = List.copyOf(headers);
        }

        public Optional<String> header(String name) {
            return headers.stream()
                    .filter(header -> header.name().equalsIgnoreCase(name))
                    .map(Header::value)
                    .findFirst();
        }
    }
}
