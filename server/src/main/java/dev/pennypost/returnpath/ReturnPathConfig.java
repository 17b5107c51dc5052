package dev.pennypost.returnpath;

import dev.pennypost.config.HostPort;
import dev.pennypost.config.Key;
import java.util.List;

/// Settings of the listeners that bounces and complaints come to.
public record ReturnPathConfig(
        @Key(
                "Addresses and ports that bounces come to, such as `0.0.0.0:25`; `domains.return-path-host` must lead there. Empty: none, and bounces that come later are never heard of.")
        List<HostPort> listen,

        @Key("Name the server calls itself. Empty: `delivery.helo-name`.")
        String hostName,

        @Key(
                "File with the certificate and those that lead to its issuer, in PEM. It is read again when it changes. Empty: no STARTTLS.")
        String certificateFile,

        @Key("File with the certificate's private key, PKCS #8 in PEM.")
        String keyFile,

        @Key(
                "Address that feedback loops of mailbox providers are registered with, such as `fbl@mail.example.com`; its domain's MX must lead here. Empty: none.")
        String complaintsAt,

        @Key(
                "Folder (a Maildir, which mail programs read) for what comes to `postmaster@` and `abuse@` at return paths and at the host that takes them: 1,000 unread messages at most, of each the first MB. Empty: `postmaster` in `data-dir`.")
        String postmasterMail,

        @Key(
                value =
                        "Days after which bounces and complaints that came back are forgotten, with what they said; 40 at least.",
                or = "90")
        int keepReportsDays,

        @Key(value = "Connections at the same time, for each listener.", or = "1000")
        int connections) {
    public ReturnPathConfig {
        listen = List.copyOf(listen);
    }

    /// The same in the sandbox: one listener on this machine, in the clear.
    public ReturnPathConfig sandboxed() {
        return new ReturnPathConfig(
                List.of(new HostPort("127.0.0.1", 0)),
                "localhost",
                "",
                "",
                complaintsAt,
                postmasterMail,
                keepReportsDays,
                connections);
    }

    public boolean isOn() {
        return !listen.isEmpty();
    }
}
