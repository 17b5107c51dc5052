package dev.pennypost.delivery.tls;

import dev.pennypost.config.CannotStart;
import dev.pennypost.delivery.tls.TlsResults.Row;
import dev.pennypost.delivery.tls.TlsResults.Tally;
import dev.pennypost.jobs.Loop;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.address.BadAddress;
import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.BadDomainName;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.mail.dns.Resolver;
import dev.pennypost.mail.tlsrpt.TlsReport;
import dev.pennypost.mail.tlsrpt.TlsReportMessage;
import dev.pennypost.mail.tlsrpt.TlsReportRecord;
import dev.pennypost.net.Exchange;
import dev.pennypost.net.OutboundHttp;
import dev.pennypost.storage.Database;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/// Tells domains that ask for it how TLS with their servers went the day before (RFC 8460). Each report is claimed by
/// one node; one that could not be sent is tried again every hour, until the day after next is over.
public final class TlsReports {
    private static final System.Logger LOG = System.getLogger(TlsReports.class.getName());

    /// Until then all nodes have written what they counted.
    private static final Duration SETTLING = Duration.ofMinutes(10);

    /// RFC 8460 §5.3: receivers should not get all reports at midnight.
    private static final Duration SPREAD = Duration.ofHours(4);

    private static final Duration CLAIM = Duration.ofHours(1);
    private static final Duration POST_LIMIT = Duration.ofMinutes(1);
    private static final int KEPT_DAYS = 30;
    private static final int TOGETHER = 20;

    private final Database database;
    private final Resolver resolver;
    private final OutboundHttp http;
    private final ReportMail mail;
    private final ReportWriter writer;
    private final Address from;
    private final InstantSource clock;
    private final TlsResultStore store = new TlsResultStore();

    /// @param http reaches only where strangers may send us
    /// @param sendingAddresses ours, as the operator knows them
    /// @throws CannotStart when the sender's address is none
    public TlsReports(
            TlsReportsConfig config,
            Database database,
            Resolver resolver,
            OutboundHttp http,
            ReportMail mail,
            List<InetAddress> sendingAddresses,
            InstantSource clock) {
        this.database = database;
        this.resolver = resolver;
        this.http = http;
        this.mail = mail;
        this.from = from(config);
        String domain = from.domain().ascii();
        this.writer = new ReportWriter(
                config.organization().isEmpty() ? domain : config.organization(),
                from,
                sendingAddresses.size() == 1 ? sendingAddresses.getFirst().getHostAddress() : "");
        this.clock = clock;
    }

    private static Address from(TlsReportsConfig config) {
        try {
            return Address.parse(config.from());
        } catch (BadAddress bad) {
            throw new CannotStart("tls-reports.from: " + bad.getMessage(), bad);
        }
    }

    /// Sends what is due, and forgets what is old.
    public Loop daily() {
        return Loop.named("tls-reports", Duration.ofMinutes(10), this::round);
    }

    boolean round() {
        Instant now = clock.instant();
        LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
        boolean more = false;
        for (LocalDate day : List.of(today.minusDays(1), today.minusDays(2))) more |= reportOn(day, now);
        database.useTransaction(tx -> store.forget(tx, today.minusDays(KEPT_DAYS)));
        return more;
    }

    private boolean reportOn(LocalDate day, Instant now) {
        List<String> due = database.inTransaction(tx -> store.open(tx, day, now.minus(CLAIM))).stream()
                .filter(domain -> !now.isBefore(dueAt(day, domain)))
                .toList();
        due.stream().limit(TOGETHER).forEach(domain -> report(day, domain, now));
        return due.size() > TOGETHER;
    }

    /// At a time of the domain's own, the same on all nodes.
    private static Instant dueAt(LocalDate day, String domain) {
        var hash = new CRC32();
        hash.update((day + domain).getBytes(StandardCharsets.UTF_8));
        return day.plusDays(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant()
                .plus(SETTLING)
                .plusSeconds(hash.getValue() % SPREAD.toSeconds());
    }

    private void report(LocalDate day, String domain, Instant now) {
        if (!database.inTransaction(tx -> store.claim(tx, day, domain, now.minus(CLAIM), now))) return;
        if (isTakenCareOf(day, domain)) database.useTransaction(tx -> store.settle(tx, day, domain, clock.instant()));
    }

    private boolean isTakenCareOf(LocalDate day, String domain) {
        Answer answer = ask(domain);
        if (answer instanceof Answer.Failed) return false;
        Optional<TlsReportRecord> wanted = TlsReportRecord.in(answer);
        return wanted.isEmpty() || send(day, domain, wanted.get().destinations());
    }

    private Answer ask(String domain) {
        try {
            return resolver.ask(TlsReportRecord.nameFor(DomainName.ofDns(domain)), RecordType.TXT);
        } catch (BadDomainName tooLong) {
            return new Answer.NoSuchName(null);
        }
    }

    /// Whether it got to one of the destinations at least.
    private boolean send(LocalDate day, String domain, List<URI> destinations) {
        Map<Row, Tally> counted = database.inTransaction(tx -> store.read(tx, day, domain));
        TlsReport report = writer.write(day, domain, counted);
        boolean sent = false;
        for (URI destination : destinations)
            sent |= destination.getScheme().toLowerCase(Locale.ROOT).equals("mailto")
                    ? mailed(report, domain, destination)
                    : posted(report, destination);
        return sent;
    }

    private boolean mailed(TlsReport report, String domain, URI destination) {
        try {
            Address to = Address.parse(destination.getSchemeSpecificPart().split("\\?", 2)[0]);
            if (to.needsSmtpUtf8()) return false; // the message is ASCII
            var message = new TlsReportMessage(
                    report, domain, from.domain().ascii(), from.toString(), to.toString(), clock.instant());
            return mail.send(message, from, to);
        } catch (BadAddress nobody) {
            return false;
        }
    }

    /// RFC 8460 §5.4.
    private boolean posted(TlsReport report, URI destination) {
        try {
            var exchange = new Exchange(
                    "POST",
                    destination,
                    List.of(new Exchange.Header("Content-Type", TlsReportMessage.COMPRESSED)),
                    TlsReportMessage.compressed(report),
                    POST_LIMIT,
                    0);
            int status = http.send(exchange).status();
            return status >= 200 && status < 300;
        } catch (IOException | IllegalArgumentException failed) {
            LOG.log(
                    System.Logger.Level.INFO,
                    () -> "the TLS report for " + destination + " was not taken: " + failed.getMessage());
            return false;
        }
    }
}
