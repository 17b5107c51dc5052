package dev.pennypost.returnpath;

import dev.pennypost.config.CannotStart;
import dev.pennypost.config.HostPort;
import dev.pennypost.emails.Returns;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.address.BadAddress;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.smtp.server.MailHandler;
import dev.pennypost.mail.smtp.server.ServerLimits;
import dev.pennypost.mail.smtp.server.ServerOptions;
import dev.pennypost.mail.smtp.server.SmtpServer;
import dev.pennypost.net.CertificateFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// The listeners that bounces and complaints come to.
public final class ReturnPathDoor implements AutoCloseable {
    private static final int MEGABYTE = 1024 * 1024;

    /// What returns a whole message need not be refused; what it reports stands at its beginning.
    private static final int LARGEST = 25 * MEGABYTE;

    private final List<HostPort> addresses = new ArrayList<>();
    private final List<SmtpServer> listeners = new ArrayList<>();

    private ReturnPathDoor() {}

    /// Opens every listener with the certificate of the settings.
    ///
    /// @param hostName what the server calls itself where the settings do not say
    /// @param isOurs whether bounces to a domain come here
    /// @param dataDir where mail for the postmaster is kept unless the settings say otherwise
    /// @throws CannotStart when an address cannot be listened on, or a setting is not usable
    public static ReturnPathDoor open(
            ReturnPathConfig config,
            String hostName,
            Returns returns,
            Predicate<DomainName> isOurs,
            Path dataDir,
            InstantSource clock) {
        return open(config, hostName, certificate(config, clock), returns, isOurs, dataDir, clock);
    }

    /// The same with TLS of one's own; null for none.
    public static ReturnPathDoor open(
            ReturnPathConfig config,
            String hostName,
            @Nullable SSLContext tls,
            Returns returns,
            Predicate<DomainName> isOurs,
            Path dataDir,
            InstantSource clock) {
        String name = config.hostName().isEmpty() ? hostName : config.hostName();
        var mail = new Maildir(
                config.postmasterMail().isEmpty() ? dataDir.resolve("postmaster") : Path.of(config.postmasterMail()));
        var reception = new Reception(List.of(
                new ReportRecipients(returns, complaintsAt(config)), new Postmaster(isOurs, mail, name, clock)));
        var door = new ReturnPathDoor();
        try {
            for (HostPort at : config.listen()) door.listen(at, options(config, at, name, tls), reception);
            return door;
        } catch (RuntimeException failedToOpen) {
            door.close();
            throw failedToOpen;
        }
    }

    /// Where other servers reach it, in the order of the settings.
    public List<HostPort> addresses() {
        return List.copyOf(addresses);
    }

    @Override
    public void close() {
        listeners.forEach(SmtpServer::close);
    }

    private void listen(HostPort at, ServerOptions options, MailHandler handler) {
        try {
            SmtpServer listener = SmtpServer.start(options, handler);
            listeners.add(listener);
            addresses.add(new HostPort(at.host(), listener.port()));
        } catch (IOException taken) {
            throw CannotStart.notListening(at, taken);
        }
    }

    private static ServerOptions options(ReturnPathConfig config, HostPort at, String name, @Nullable SSLContext tls) {
        var limits = ServerLimits.standard()
                .withConnections(config.connections())
                .withMessageOctets(LARGEST)
                .withKeptOctets(MEGABYTE);
        var options = ServerOptions.at(address(at), name).withLimits(limits);
        return tls == null ? options : options.withTls(tls);
    }

    private static InetSocketAddress address(HostPort at) {
        try {
            return new InetSocketAddress(InetAddress.getByName(at.host()), at.port());
        } catch (IOException unknown) {
            throw CannotStart.notListening(at, unknown);
        }
    }

    private static String complaintsAt(ReturnPathConfig config) {
        if (config.complaintsAt().isEmpty()) return "";
        try {
            return Address.parse(config.complaintsAt()).toString();
        } catch (BadAddress bad) {
            throw new CannotStart("return-path.complaints-at: " + bad.getMessage(), bad);
        }
    }

    private static @Nullable SSLContext certificate(ReturnPathConfig config, InstantSource clock) {
        if (config.certificateFile().isEmpty()) return null;
        return CertificateFiles.context(Path.of(config.certificateFile()), Path.of(config.keyFile()), clock);
    }
}
