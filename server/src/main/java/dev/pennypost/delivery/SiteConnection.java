package dev.pennypost.delivery;

import dev.pennypost.delivery.tls.Bar;
import dev.pennypost.delivery.tls.MailHost;
import dev.pennypost.delivery.tls.SessionOpener;
import dev.pennypost.mail.smtp.client.Failure;
import dev.pennypost.mail.smtp.client.SmtpSession;
import dev.pennypost.mail.smtp.client.Step;
import dev.pennypost.mail.smtp.client.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// One runner's session with its site: opened at the first of the site's servers that answers, kept from delivery to
/// delivery, opened anew when it has carried its share.
final class SiteConnection implements AutoCloseable {
    /// What receivers commonly take over one connection.
    private static final int MESSAGES_PER_SESSION = 100;

    private final SiteKey site;
    private final Routes routes;
    private final SessionOpener opener;
    private final Semaphore connections;
    private @Nullable SmtpSession session;
    private String tlsPolicy = "";

    SiteConnection(SiteKey site, Routes routes, SessionOpener opener, Semaphore connections) {
        this.site = site;
        this.routes = routes;
        this.opener = opener;
        this.connections = connections;
    }

    /// The open session, or why there is none.
    Opened session() {
        SmtpSession kept = session;
        if (kept != null && kept.isOpen() && kept.messagesSent() < MESSAGES_PER_SESSION)
            return new Opened.Open(kept, tlsPolicy);
        drop();
        return switch (routes.to(site.domain())) {
            case Route.Nowhere nowhere -> new Opened.NoRoute(nowhere);
            case Route.Hosts(List<MailHost> hosts) -> firstOf(hosts);
        };
    }

    /// Gives the session up, so that the next delivery opens another.
    void drop() {
        if (session == null) return;
        session.quit();
        session = null;
        connections.release();
    }

    @Override
    public void close() {
        drop();
    }

    private Opened firstOf(List<MailHost> hosts) {
        connections.acquireUninterruptibly();
        var said = new ArrayList<Step>();
        Opened failed = new Opened.NoRoute(new Route.Unknown("4.4.4 no servers"));
        for (MailHost host : hosts) {
            switch (opener.open(host, site.domain(), site.tls(), said)) {
                case SessionOpener.Opened.Open(SmtpSession opened, String policy) -> {
                    session = opened;
                    tlsPolicy = policy;
                    return new Opened.Open(opened, policy);
                }
                case SessionOpener.Opened.Failed(Failure why, String policy) ->
                    failed = new Opened.Failed(host.target(), why, List.copyOf(said), policy);
                case SessionOpener.Opened.Barred(Bar bar, String policy) ->
                    failed = new Opened.Barred(host.target(), bar, List.copyOf(said), policy);
            }
        }
        connections.release();
        return failed;
    }

    /// A session, or why there is none.
    sealed interface Opened {
        /// @param tlsPolicy what was decided about its encryption, in a few words
        record Open(SmtpSession session, String tlsPolicy) implements Opened {}

        record NoRoute(Route.Nowhere nowhere) implements Opened {}

        /// @param target the last server tried
        /// @param said everything said to the servers tried
        record Failed(Target target, Failure failure, List<Step> said, String tlsPolicy) implements Opened {}

        /// The last server was not spoken to.
        record Barred(Target target, Bar bar, List<Step> said, String tlsPolicy) implements Opened {}
    }
}
