package dev.pennypost.domains.diagnosis;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.pennypost.mail.dns.DirectDns;
import dev.pennypost.mail.dns.Question;
import dev.pennypost.mail.dns.ServerReply;
import dev.pennypost.mail.dns.ServerReply.Silence;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;

/// Spares servers, and those who ask: puts few questions to one server at once, and leaves a silent one alone for a
/// while. Then one question finds out whether it is back, and everybody else still does without. For name servers
/// only: the silence of a resolver may be that of whom it asked.
final class PatientDns implements DirectDns {
    private static final int QUESTIONS_AT_ONCE = 64;
    private static final int SILENCES = 2;

    /// So many questions without any answer for so long: the next need not wait to find out.
    private static final int UNANSWERED = 8;

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Duration REST = Duration.ofSeconds(15);
    private static final int SERVERS_KNOWN = 20_000;
    private static final Silence RESTING = new Silence(ServerReply.Reason.TIMEOUT, "did not answer a moment ago");

    private final DirectDns dns;
    private final InstantSource clock;
    private final LoadingCache<InetSocketAddress, Host> hosts = Caffeine.newBuilder()
            .maximumSize(SERVERS_KNOWN)
            .expireAfterAccess(Duration.ofMinutes(5))
            .build(_ -> new Host());

    PatientDns(DirectDns dns, InstantSource clock) {
        this.dns = dns;
        this.clock = clock;
    }

    @Override
    public ServerReply ask(InetSocketAddress server, Question question) {
        Host host = hosts.get(server);
        host.free.acquireUninterruptibly();
        try {
            return host.mayBeAsked(clock.instant()) ? put(host, server, question) : RESTING;
        } finally {
            host.free.release();
        }
    }

    private ServerReply put(Host host, InetSocketAddress server, Question question) {
        ServerReply reply = new Silence(ServerReply.Reason.GARBLED, "asking failed");
        try {
            reply = dns.ask(server, question);
            return reply;
        } finally {
            host.note(reply, clock.instant());
        }
    }

    private static final class Host {
        private final Semaphore free = new Semaphore(QUESTIONS_AT_ONCE);
        private int silences;
        private int waiting;
        private Instant waitingSince = Instant.EPOCH;
        private Instant restsUntil = Instant.MIN;

        /// Whether to ask it now; who may must [#note] what came of it.
        synchronized boolean mayBeAsked(Instant now) {
            if (waiting >= UNANSWERED && now.isAfter(waitingSince.plus(PATIENCE))) return false;
            if (silences >= SILENCES && now.isBefore(restsUntil)) return false;
            if (silences >= SILENCES) restsUntil = now.plus(REST); // the others wait for what comes of this one
            if (waiting++ == 0) waitingSince = now;
            return true;
        }

        synchronized void note(ServerReply reply, Instant now) {
            waiting--;
            waitingSince = now;
            boolean silent = reply instanceof Silence silence && silence.reason() == ServerReply.Reason.TIMEOUT;
            silences = silent ? silences + 1 : 0;
            if (silent) restsUntil = now.plus(REST);
        }
    }
}
