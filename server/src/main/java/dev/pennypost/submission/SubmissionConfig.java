package dev.pennypost.submission;

import dev.pennypost.config.HostPort;
import dev.pennypost.config.Key;
import java.util.List;

/// Settings of message submission over SMTP.
public record SubmissionConfig(
        @Key("Addresses and ports where TLS starts with STARTTLS, such as `0.0.0.0:587`. Empty: none.")
        List<HostPort> listen,

        @Key("Addresses and ports where TLS comes first, such as `0.0.0.0:465`. Empty: none.")
        List<HostPort> implicitTlsListen,

        @Key("Name the server calls itself, which its certificate should have. Empty: `delivery.helo-name`.")
        String hostName,

        @Key(
                "File with the certificate and those that lead to its issuer, in PEM. It is read again when it changes. Empty: no TLS, and logins on loopback only.")
        String certificateFile,

        @Key("File with the certificate's private key, PKCS #8 in PEM.")
        String keyFile,

        @Key(value = "Whether programs on this machine may log in without TLS; nobody else ever may.", or = "false")
        boolean plainOnLoopback,

        @Key(value = "Connections at the same time, for each listener.", or = "1000")
        int connections,

        @Key(
                value =
                        "Failed logins from one IPv4 address or IPv6 /64 network within ten minutes, after which it is turned away for as long; each is answered later than the one before. 0 for no limit.",
                or = "20")
        int failedLogins) {
    /// No listener at all.
    public static final SubmissionConfig OFF = new SubmissionConfig(List.of(), List.of(), "", "", "", false, 1000, 20);

    /// One listener of the sandbox.
    public static SubmissionConfig sandboxed(HostPort listen) {
        return new SubmissionConfig(List.of(listen), List.of(), "", "", "", true, 1000, 0);
    }

    public boolean isOn() {
        return !listen.isEmpty() || !implicitTlsListen.isEmpty();
    }
}
