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
import org.jspecify.annotations.Nullable;

/// Spares servers: asks none too much at once, and leaves one that has been silent twice in a row alone for a while.
/// Then one question finds out whether it is back, and everybody else still does without. For name servers only: the
/// silence of a resolver may be that of whom it asked.
final class PatientDns implements DirectDns {
    private static final int QUESTIONS_AT_ONCE = 64;
    private static final int SILENCES = 2;
    private static final Duration REST = Duration.ofSeconds(15);
    private static final int SERVERS_KNOWN = 20_000;

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
            Silence resting = host.resting(clock.instant());
            if (resting != null) return resting;
            ServerReply reply = dns.ask(server, question);
            host.note(reply, clock.instant());
            return reply;
        } finally {
            host.free.release();
        }
    }

    private static final class Host {
        private final Semaphore free = new Semaphore(QUESTIONS_AT_ONCE);
        private int silences;
        private @Nullable Silence last;
        private Instant until = Instant.MIN;

        /// What to say instead of asking; nothing when it shall be asked.
        synchronized @Nullable Silence resting(Instant now) {
            if (last == null || silences < SILENCES) return null;
            if (now.isBefore(until)) return last;
            until = now.plus(REST); // whoever comes next waits for the outcome of this one
            return null;
        }

        synchronized void note(ServerReply reply, Instant now) {
            if (reply instanceof Silence silence && silence.reason() == ServerReply.Reason.TIMEOUT) {
                silences++;
                last = silence;
                until = now.plus(REST);
            } else {
                silences = 0;
            }
        }
    }
}
