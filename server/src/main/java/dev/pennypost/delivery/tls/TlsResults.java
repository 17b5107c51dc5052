package dev.pennypost.delivery.tls;

import dev.pennypost.delivery.tls.TlsDecision.Trouble;
import dev.pennypost.jobs.Loop;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.smtp.client.Failure;
import dev.pennypost.mail.smtp.client.TlsProblem;
import dev.pennypost.mail.tlsrpt.PolicyType;
import dev.pennypost.mail.tlsrpt.ResultType;
import dev.pennypost.storage.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Counts how sessions fared with TLS, for reports: in memory, and once a minute in the database. Sessions that cannot
/// be counted are forgotten; mail does not wait for them.
public final class TlsResults implements AutoCloseable {
    private static final int MOST = 100_000;

    private final @Nullable Database database;
    private final InstantSource clock;
    private final TlsResultStore store = new TlsResultStore();
    private final Object lock = new Object();
    private final Loop writing = Loop.named("tls-results", Duration.ofMinutes(1), this::write);
    private Map<Row, Tally> counts = new HashMap<>();

    /// What a report tells apart.
    ///
    /// @param domain the recipient's, who is told
    /// @param result null when all went well
    record Row(
            LocalDate day,
            String domain,
            PolicyType type,
            String policyDomain,
            String mxHost,
            String address,
            @Nullable ResultType result,
            String reason) {}

    /// @param policy as it was found last
    record Tally(List<String> policy, long sessions) {
        Tally plus(Tally later) {
            return new Tally(later.policy, sessions + later.sessions);
        }
    }

    private TlsResults(@Nullable Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    public static TlsResults counted(Database database, InstantSource clock) {
        return new TlsResults(database, clock);
    }

    /// Where nobody sends reports: counting costs nothing.
    public static TlsResults uncounted() {
        return new TlsResults(null, InstantSource.system());
    }

    public TlsResults start() {
        if (database != null) writing.start();
        return this;
    }

    /// Counts a session.
    ///
    /// @param failure what kept TLS from coming about; nothing when it did
    void session(DomainName domain, AppliedPolicy policy, MailHost host, Optional<Failure> failure) {
        String address = host.target().address().getAddress().getHostAddress();
        count(
                domain,
                policy,
                host.name(),
                address,
                failure.map(TlsResults::result).orElse(null),
                "");
    }

    void trouble(DomainName domain, Trouble trouble) {
        count(domain, trouble.policy(), trouble.host(), "", trouble.result(), trouble.reason());
    }

    private void count(
            DomainName domain,
            AppliedPolicy policy,
            String host,
            String address,
            @Nullable ResultType result,
            String reason) {
        if (database == null) return;
        LocalDate day = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
        var row = new Row(day, domain.ascii(), policy.type(), policy.domain(), host, address, result, reason);
        synchronized (lock) {
            if (counts.size() < MOST || counts.containsKey(row))
                counts.merge(row, new Tally(policy.lines(), 1), Tally::plus);
        }
    }

    /// RFC 8460 §4.3.
    private static ResultType result(Failure failure) {
        return switch (failure) {
            case Failure.TlsNotOffered _ -> ResultType.STARTTLS_NOT_SUPPORTED;
            case Failure.TlsFailed(TlsProblem problem, String _) ->
                switch (problem) {
                    case CERTIFICATE_EXPIRED -> ResultType.CERTIFICATE_EXPIRED;
                    case CERTIFICATE_HOST_MISMATCH -> ResultType.CERTIFICATE_HOST_MISMATCH;
                    case CERTIFICATE_NOT_TRUSTED -> ResultType.CERTIFICATE_NOT_TRUSTED;
                    case TLSA_MISMATCH -> ResultType.TLSA_INVALID;
                    case HANDSHAKE_FAILED -> ResultType.VALIDATION_FAILURE;
                };
            default -> ResultType.VALIDATION_FAILURE;
        };
    }

    /// Writes what was counted since the last time, all in one transaction.
    boolean write() {
        if (database == null) return false;
        Map<Row, Tally> taken;
        synchronized (lock) {
            taken = counts;
            counts = new HashMap<>();
        }
        if (taken.isEmpty()) return false;
        try {
            database.useTransaction(tx -> store.add(tx, taken));
        } catch (RuntimeException unwritten) {
            putBack(taken);
            throw unwritten;
        }
        return false;
    }

    private void putBack(Map<Row, Tally> taken) {
        synchronized (lock) {
            Map<Row, Tally> later = counts;
            counts = taken;
            later.forEach((row, tally) -> counts.merge(row, tally, Tally::plus));
        }
    }

    /// Writes what is left.
    @Override
    public void close() {
        if (database == null) return;
        writing.close();
        write();
    }
}
