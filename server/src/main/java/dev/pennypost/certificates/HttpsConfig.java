package dev.pennypost.certificates;

import dev.pennypost.config.HostPort;
import dev.pennypost.config.Key;
import java.util.List;

/// Settings of the HTTPS listeners.
public record HttpsConfig(
        @Key(
                "Addresses and ports of HTTPS, with the routes of `http.listen`, such as `0.0.0.0:443`. Empty: none. Links and redirects lead to port 443.")
        List<HostPort> listen,

        @Key(
                "Names of this server that need certificates beside the tracking hosts: those of API and dashboard. Empty: none.")
        List<String> hosts,

        @Key(
                "File with a certificate of your own and those that lead to its issuer, in PEM. Serves the names it is made out to, for which none are ordered. It is read again when it changes. Empty: none.")
        String certificateFile,

        @Key("File with that certificate's private key, PKCS #8 in PEM.")
        String keyFile,

        @Key(
                value =
                        "Days for which browsers are told to use nothing but HTTPS for `https.hosts`; 0 to say nothing.",
                or = "30")
        int hstsDays) {
    /// No listener.
    public static final HttpsConfig OFF = new HttpsConfig(List.of(), List.of(), "", "", 30);

    public HttpsConfig {
        listen = List.copyOf(listen);
        hosts = List.copyOf(hosts);
    }

    public boolean isOn() {
        return !listen.isEmpty();
    }
}
