package dev.pennypost.sandbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pennypost.delivery.TestAddress;
import dev.pennypost.mail.mime.MessageTooComplex;
import dev.pennypost.mail.mime.ParsedMessage;
import dev.pennypost.mail.smtp.Envelope;
import dev.pennypost.mail.smtp.Reply;
import dev.pennypost.mail.smtp.TlsFacts;
import dev.pennypost.mail.smtp.server.Client;
import dev.pennypost.mail.smtp.server.MailHandler;
import dev.pennypost.storage.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// The mail exchanger of every domain there is: takes all mail, except for what the test addresses are to refuse. Mail
/// for return paths it passes on, and what happens to other mail later it reports there.
final class Exchanger implements MailHandler {
    private static final Reply OK = Reply.of(250, "2.1.5 ok");
    private static final int DELAYS_REMEMBERED = 100_000;

    private final CaughtMails mails;
    private final ReturnPathLine returnPath;
    private final InstantSource clock;
    private final Cache<Delay, Boolean> delays =
            Caffeine.newBuilder().maximumSize(DELAYS_REMEMBERED).build();

    Exchanger(CaughtMails mails, ReturnPathLine returnPath, InstantSource clock) {
        this.mails = mails;
        this.returnPath = returnPath;
        this.clock = clock;
    }

    @Override
    public Reply rcptTo(Client client, String reversePath, String forwardPath) {
        return TestAddress.named(forwardPath)
                .filter(TestAddress.BOUNCED::equals)
                .map(TestAddress::reply)
                .orElse(OK);
    }

    @Override
    public Reply data(Client client, Envelope envelope, byte[] message) {
        if (returnPath.carries(envelope.recipients())) return returnPath.pass(envelope, message);
        ParsedMessage header = header(message);
        if (delays(envelope.recipients(), header, message)) return TestAddress.DELAYED.reply();
        Instant now = clock.instant();
        var mail = new CaughtMail(
                Ids.next(now),
                envelope.reversePath(),
                envelope.recipients(),
                now.truncatedTo(ChronoUnit.MICROS),
                client.helo(),
                client.address().getHostAddress(),
                client.tls().map(TlsFacts::protocol).orElse(null),
                message.length,
                header.header("Subject").orElse(null));
        try {
            mails.add(mail, message);
        } catch (IOException full) {
            throw new UncheckedIOException(full); // answered for with a 451
        }
        report(envelope, message);
        return Reply.of(250, "2.0.0 kept as " + mail.id());
    }

    private void report(Envelope envelope, byte[] message) {
        for (String recipient : envelope.recipients())
            Aftermath.of(recipient)
                    .ifPresent(what -> returnPath.report(
                            what, envelope, recipient, Arrays.copyOf(message, headerLength(message))));
    }

    /// Which message it is shows only now, so a `delayed@` among several recipients delays it for all of them.
    private boolean delays(List<String> recipients, ParsedMessage header, byte[] message) {
        var delayed = recipients.stream()
                .filter(recipient -> TestAddress.named(recipient)
                        .filter(TestAddress.DELAYED::equals)
                        .isPresent())
                .toList();
        if (delayed.isEmpty()) return false;
        // A signature is made anew for each attempt, so the octets may differ.
        String id = header.header("Message-ID").orElseGet(() -> digest(message));
        boolean first = false;
        for (String recipient : delayed) first |= isFirst(new Delay(recipient.toLowerCase(Locale.ROOT), id));
        return first;
    }

    private boolean isFirst(Delay delay) {
        return delays.asMap().putIfAbsent(delay, true) == null;
    }

    private static ParsedMessage header(byte[] message) {
        try {
            return ParsedMessage.parse(Arrays.copyOf(message, headerLength(message)));
        } catch (MessageTooComplex unreadable) {
            return new ParsedMessage(List.of(), null, null, List.of());
        }
    }

    /// Up to the empty line (RFC 5322 §2.1).
    static int headerLength(byte[] message) {
        for (int i = 3; i < message.length; i++) {
            if (message[i] == '\n' && message[i - 1] == '\r' && message[i - 2] == '\n' && message[i - 3] == '\r')
                return i + 1;
        }
        return message.length;
    }

    private static String digest(byte[] message) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(message));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// A message for a recipient that was delayed already.
    private record Delay(String recipient, String message) {}
}
