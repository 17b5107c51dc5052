package dev.pennypost.submission;

import dev.pennypost.config.CannotStart;
import dev.pennypost.config.HostPort;
import dev.pennypost.emails.EmailLimits;
import dev.pennypost.emails.Emails;
import dev.pennypost.keys.Keys;
import dev.pennypost.mail.smtp.server.Logins;
import dev.pennypost.mail.smtp.server.MailHandler;
import dev.pennypost.mail.smtp.server.ServerLimits;
import dev.pennypost.mail.smtp.server.ServerOptions;
import dev.pennypost.mail.smtp.server.SmtpServer;
import dev.pennypost.net.CertificateFiles;
import dev.pennypost.quotas.RateLimit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// The listeners of message submission.
public final class SubmissionDoor implements AutoCloseable {
    /// For the fields that are put in front of a message before it is measured.
    private static final int ROOM_FOR_FIELDS = 1024;

    private final SubmissionConfig config;
    private final List<SmtpServer> listeners = new ArrayList<>();

    private SubmissionDoor(SubmissionConfig config) {
        this.config = config;
    }

    /// Opens every listener with the certificate of the settings.
    ///
    /// @param hostName what the server calls itself where the settings do not say
    /// @throws CannotStart when an address cannot be listened on, or TLS is missing
    public static SubmissionDoor open(
            SubmissionConfig config, String hostName, Keys keys, RateLimit rate, Emails emails, InstantSource clock) {
        return open(config, hostName, certificate(config, clock), keys, rate, emails, clock);
    }

    /// The same with TLS of one's own; null for none.
    public static SubmissionDoor open(
            SubmissionConfig config,
            String hostName,
            @Nullable SSLContext tls,
            Keys keys,
            RateLimit rate,
            Emails emails,
            InstantSource clock) {
        if (tls == null
                && !(config.plainOnLoopback() && config.implicitTlsListen().isEmpty()))
            throw new CannotStart(
                    "submission needs TLS: set `submission.certificate-file` and `submission.key-file` to a certificate"
                            + " and its key in PEM");
        String name = config.hostName().isEmpty() ? hostName : config.hostName();
        var failed = new FailedLogins(config.failedLogins(), clock);
        var logins = new Logins(
                new KeyLogin(keys, failed, KeyLogin.SLEEP),
                address -> config.plainOnLoopback() && address.isLoopbackAddress());
        var intake = new Intake(emails, rate, name, clock);
        var door = new SubmissionDoor(config);
        try {
            for (HostPort at : config.listen()) door.listen(at, options(config, at, name, logins, tls, false), intake);
            for (HostPort at : config.implicitTlsListen())
                door.listen(at, options(config, at, name, logins, tls, true), intake);
            return door;
        } catch (RuntimeException failedToOpen) {
            door.close();
            throw failedToOpen;
        }
    }

    /// Where mail programs reach it, in the order of the settings: `smtp://` with STARTTLS, `smtps://` where
    /// TLS comes first.
    public List<String> urls() {
        var urls = new ArrayList<String>();
        for (int i = 0; i < listeners.size(); i++) {
            boolean starttls = i < config.listen().size();
            HostPort at = starttls
                    ? config.listen().get(i)
                    : config.implicitTlsListen().get(i - config.listen().size());
            urls.add((starttls ? "smtp://" : "smtps://")
                    + new HostPort(at.host(), listeners.get(i).port()));
        }
        return urls;
    }

    @Override
    public void close() {
        listeners.forEach(SmtpServer::close);
    }

    private void listen(HostPort at, ServerOptions options, MailHandler handler) {
        try {
            listeners.add(SmtpServer.start(options, handler));
        } catch (IOException taken) {
            throw CannotStart.notListening(at, taken);
        }
    }

    private static ServerOptions options(
            SubmissionConfig config,
            HostPort at,
            String name,
            Logins logins,
            @Nullable SSLContext tls,
            boolean tlsFirst) {
        var options =
                ServerOptions.at(address(at), name).withLimits(limits(config)).withLogins(logins);
        if (tls == null) return options;
        return tlsFirst ? options.withTlsFirst(tls) : options.withTls(tls);
    }

    private static ServerLimits limits(SubmissionConfig config) {
        var email = EmailLimits.standard();
        return ServerLimits.standard()
                .withConnections(config.connections())
                .withRecipients(email.recipients())
                .withMessageOctets(Math.toIntExact(email.octets() - ROOM_FOR_FIELDS));
    }

    private static InetSocketAddress address(HostPort at) {
        try {
            return new InetSocketAddress(InetAddress.getByName(at.host()), at.port());
        } catch (IOException unknown) {
            throw CannotStart.notListening(at, unknown);
        }
    }

    private static @Nullable SSLContext certificate(SubmissionConfig config, InstantSource clock) {
        if (config.certificateFile().isEmpty()) return null;
        return CertificateFiles.context(Path.of(config.certificateFile()), Path.of(config.keyFile()), clock);
    }
}
