package dev.pennypost.api.http;

import dev.pennypost.config.HostPort;
import dev.pennypost.config.Key;
import java.util.List;

/// Settings of the API's listener.
public record HttpConfig(
        @Key(value = "Address and port the API and the dashboard listen on.", or = "127.0.0.1:3460")
        HostPort listen,

        @Key(
                "URL under which customers reach the API, without a trailing slash. Empty: http:// and the listen address.")
        String publicUrl,

        @Key(value = "Largest request body in bytes; 40 MB of attachments grow by a third in base64.", or = "60000000")
        int maxBody,

        @Key(
                value =
                        "Requests per second one team may make, 0 for no limit; `team limits` says otherwise for single teams.",
                or = "0")
        int requestsPerSecond,

        @Key(
                value =
                        "Whether requests without TLS are sent to HTTPS, for hosts that it is served for (`https.listen`).",
                or = "false")
        boolean redirectToHttps,

        @Key(
                "Proxies in front of this listener, as addresses or ranges such as `10.0.0.0/8`: what they write into X-Forwarded-For about their clients is believed. Empty: nobody is believed.")
        List<String> trustedProxies) {
    /// Without redirects, and with no proxy in front of it.
    public HttpConfig(HostPort listen, String publicUrl, int maxBody, int requestsPerSecond) {
        this(listen, publicUrl, maxBody, requestsPerSecond, false, List.of());
    }
}
