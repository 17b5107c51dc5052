package dev.pennypost.delivery;

import dev.pennypost.mail.smtp.client.ClientOptions;
import dev.pennypost.mail.smtp.client.Failure;
import dev.pennypost.mail.smtp.client.SessionFailed;
import dev.pennypost.mail.smtp.client.SmtpSession;
import dev.pennypost.mail.smtp.client.Step;
import dev.pennypost.mail.smtp.client.Target;
import dev.pennypost.mail.smtp.client.TlsMode;
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
    private final ClientOptions options;
    private final Semaphore connections;
    private @Nullable SmtpSession session;

    SiteConnection(SiteKey site, Routes routes, ClientOptions options, Semaphore connections) {
        this.site = site;
        this.routes = routes;
        this.options = options.withTls(site.tls());
        this.connections = connections;
    }

    /// The open session, or why there is none.
    Opened session() {
        SmtpSession kept = session;
        if (kept != null && kept.isOpen() && kept.messagesSent() < MESSAGES_PER_SESSION) return new Opened.Open(kept);
        drop();
        return switch (routes.to(site.domain())) {
            case Route.Nowhere nowhere -> new Opened.NoRoute(nowhere);
            case Route.Hosts(List<Target> targets) -> firstOf(targets);
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

    private Opened firstOf(List<Target> targets) {
        connections.acquireUninterruptibly();
        var said = new ArrayList<Step>();
        Opened.Failed failed = null;
        for (Target target : targets) {
            switch (open(target, said)) {
                case Opened.Open open -> {
                    session = open.session();
                    return open;
                }
                case Opened.Failed why -> failed = why;
                case Opened.NoRoute _ -> throw new IllegalStateException("a target is a route");
            }
        }
        connections.release();
        return failed == null ? new Opened.NoRoute(new Route.Unknown("4.4.4 no servers")) : failed;
    }

    /// Opens a session with one server. Where TLS is a bonus, a server that breaks it is spoken to in the clear
    /// (RFC 7435 §3: some protection when possible, none rather than no mail).
    private Opened open(Target target, List<Step> said) {
        try {
            return new Opened.Open(SmtpSession.open(target, options));
        } catch (SessionFailed failed) {
            said.addAll(failed.steps());
            if (failed.failure() instanceof Failure.TlsFailed && site.tls() == TlsMode.OPPORTUNISTIC)
                return inTheClear(target, said);
            return new Opened.Failed(target, failed.failure(), List.copyOf(said));
        }
    }

    private Opened inTheClear(Target target, List<Step> said) {
        try {
            return new Opened.Open(SmtpSession.open(target, options.withTls(TlsMode.NONE)));
        } catch (SessionFailed failed) {
            said.addAll(failed.steps());
            return new Opened.Failed(target, failed.failure(), List.copyOf(said));
        }
    }

    /// A session, or why there is none.
    sealed interface Opened {
        record Open(SmtpSession session) implements Opened {}

        record NoRoute(Route.Nowhere nowhere) implements Opened {}

        /// @param target the last server tried
        /// @param said everything said to the servers tried
        record Failed(Target target, Failure failure, List<Step> said) implements Opened {}
    }
}
