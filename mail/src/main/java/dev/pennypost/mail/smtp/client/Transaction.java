package dev.pennypost.mail.smtp.client;

import dev.pennypost.mail.smtp.Body;
import dev.pennypost.mail.smtp.Envelope;
import dev.pennypost.mail.smtp.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One mail transaction (RFC 5321 §3.3): MAIL, RCPTs, DATA and the message, in as few round trips as the server
/// allows.
///
/// Commands leave in batches of at most [#BATCH] (one, without PIPELINING) and each batch is answered
/// completely before the next leaves. With pipelining DATA goes out before anybody knows whether a recipient is
/// accepted; when none is and the server says 354 all the same, a lone dot takes it back (RFC 2920 §3.1).
///
/// A message with lines too long for DATA goes by BDAT where the server offers it (RFC 3030), which knows no lines.
/// Nobody
/// may fold them for us: the message is signed.
final class Transaction {
    /// Few enough that neither side's buffers fill up while the other is still writing (RFC 2920 §3.1).
    private static final int BATCH = 100;

    /// How long to listen for the reason after the server stopped listening to us.
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private static final int NO_RECIPIENT = -1;

    private final Wire wire;
    private final ClientOptions options;
    private final Extensions extensions;
    private final Envelope envelope;
    private final List<byte[]> parts;
    private final boolean chunked;

    private final List<Step> steps;
    private final Deque<Command> unanswered = new ArrayDeque<>();
    private final @Nullable Reply[] recipients;
    private @Nullable Reply mail;
    private @Nullable Reply data;
    private @Nullable Reply dot;

    private @Nullable Verdict forTheRest;
    private Phase phase = Phase.MAIL;
    private Duration limit = Duration.ZERO;
    private boolean ended;
    private boolean pending;
    private boolean dotSent;
    private long began;

    private record Command(Phase phase, String line, int recipient) {}

    Transaction(Wire wire, ClientOptions options, Extensions extensions, Envelope envelope, List<byte[]> parts) {
        this.wire = wire;
        this.options = options;
        this.extensions = extensions;
        this.envelope = envelope;
        this.parts = parts;
        this.chunked = extensions.chunking() && Content.isTooLongForData(parts);
        this.recipients = new Reply[envelope.recipients().size()];
        this.steps = new ArrayList<>(recipients.length + 4);
    }

    /// Runs to the end or to the first failure, whichever comes first.
    TransactionResult run(boolean afterUnfinished, int transactionsBefore) {
        pending = afterUnfinished;
        Optional<Failure> lacking = extensions.lacking(envelope.smtpUtf8(), envelope.body());
        if (lacking.isPresent()) {
            forTheRest = new Verdict.Unanswered(lacking.get(), false);
        } else {
            converse(afterUnfinished);
            for (Command command : unanswered) record(command.phase(), command.line(), null);
        }
        return new TransactionResult(verdicts(), steps, transactionsBefore);
    }

    /// Whether the server still has a transaction open, which RSET must end before the next.
    boolean isPending() {
        return pending;
    }

    boolean wasAccepted() {
        return dot != null && dot.isPositive() && anyRecipient();
    }

    boolean endedSession() {
        return ended;
    }

    private void converse(boolean resetFirst) {
        try {
            envelope(resetFirst);
            if (chunked && mayGoOn() && anyRecipient()) chunk();
            if (ended || data == null || data.code() != 354) return;
            if (!anyRecipient()) takeBack();
            else if (mayGoOn()) message();
            // A lone dot would have it deliver an empty message.
            else throw new MalformedReply("takes recipients of a message that it refused");
        } catch (IOException e) {
            fail(e);
        }
    }

    private void envelope(boolean resetFirst) throws IOException {
        if (resetFirst) add(new Command(Phase.RSET, "RSET", NO_RECIPIENT));
        add(new Command(Phase.MAIL, mailCommand(), NO_RECIPIENT));
        for (int i = 0; i < recipients.length && mayGoOn(); i++) {
            add(new Command(Phase.RCPT, "RCPT TO:<" + envelope.recipients().get(i) + ">", i));
        }
        if (!chunked && mayGoOn() && (anyRecipient() || !unanswered.isEmpty())) {
            add(new Command(Phase.DATA, "DATA", NO_RECIPIENT));
        }
        exchange();
    }

    private boolean mayGoOn() {
        return !ended && (mail == null || mail.isPositive());
    }

    private boolean anyRecipient() {
        for (Reply reply : recipients) if (reply != null && reply.isPositive()) return true;
        return false;
    }

    private String mailCommand() {
        var line = new StringBuilder(96);
        line.append("MAIL FROM:<").append(envelope.reversePath()).append('>');
        if (extensions.size()) line.append(" SIZE=").append(size()); // RFC 1870 §4
        if (envelope.body() == Body.EIGHT_BIT_MIME) line.append(" BODY=8BITMIME");
        if (envelope.smtpUtf8()) line.append(" SMTPUTF8"); // RFC 6531 §3.4
        return line.toString();
    }

    private long size() {
        long size = 0;
        for (byte[] part : parts) size += part.length;
        return size;
    }

    /// Queues a command; a full batch is exchanged at once.
    private void add(Command command) throws IOException {
        unanswered.add(command);
        if (unanswered.size() >= (extensions.pipelining() ? BATCH : 1)) exchange();
    }

    private void exchange() throws IOException {
        if (ended || unanswered.isEmpty()) return;
        if (wire.hasUnread()) {
            outOfTurn();
            return;
        }
        began = options.nanoTime().getAsLong();
        for (Command command : unanswered) wire.command(command.line());
        flush();
        while (!ended && !unanswered.isEmpty())
            answered(unanswered.getFirst(), reply(unanswered.getFirst().phase()));
    }

    /// A server that has spoken unasked is either saying goodbye, which the next reply will tell, or has lost
    /// count of its replies, and then a "250" from it means nothing.
    private void outOfTurn() throws IOException {
        unanswered.clear();
        began = options.nanoTime().getAsLong();
        Reply early = reply(Phase.MAIL);
        record(Phase.MAIL, "", early);
        if (early.code() != 421) throw new MalformedReply("a reply that nobody asked for: " + early);
        closing(Phase.MAIL, early);
    }

    private void flush() throws IOException {
        awaiting(unanswered.getFirst().phase());
        try {
            wire.flush();
        } catch (IOException e) {
            Reply last = lastWords().orElseThrow(() -> e);
            answered(unanswered.getFirst(), last);
            throw e;
        }
    }

    private Reply reply(Phase awaited) throws IOException {
        awaiting(awaited);
        return wire.reply(limit);
    }

    private void awaiting(Phase awaited) {
        phase = awaited;
        limit = options.timeouts().of(awaited);
    }

    private void answered(Command command, Reply reply) throws IOException {
        unanswered.removeFirst();
        record(command.phase(), command.line(), reply);
        switch (command.phase()) {
            case MAIL -> {
                mail = finalReply(reply);
                pending = reply.isPositive();
            }
            case RCPT -> recipients[command.recipient()] = finalReply(reply);
            case DATA -> data = dataReply(reply);
            default -> pending = false;
        }
        if (reply.code() == 421) closing(command.phase(), reply); // RFC 5321 §3.8
    }

    private static Reply finalReply(Reply reply) throws MalformedReply {
        if (reply.code() / 100 == 3) throw new MalformedReply("asks for more where nothing is due: " + reply);
        return reply;
    }

    private static Reply dataReply(Reply reply) throws MalformedReply {
        if (reply.isPositive() && reply.code() != 354)
            throw new MalformedReply("neither takes nor refuses DATA: " + reply);
        return reply;
    }

    private void message() throws IOException {
        if (wire.hasUnread()) throw new MalformedReply("a reply before the message was sent");
        String line = "[" + size() + " octets] .";
        began = options.nanoTime().getAsLong();
        send(line);
        if (ended) return;
        dotSent = true;
        unanswered.add(new Command(Phase.DOT, line, NO_RECIPIENT));
        Reply reply = reply(Phase.DOT);
        answered(unanswered.getFirst(), reply);
        dot = finalReply(reply);
    }

    private void chunk() throws IOException {
        String line = "BDAT " + size() + " LAST";
        began = options.nanoTime().getAsLong();
        wire.command(line);
        phase = Phase.DATA;
        limit = options.timeouts().dataBlock();
        wire.octets(parts, limit);
        dotSent = true;
        unanswered.add(new Command(Phase.DOT, line, NO_RECIPIENT));
        Reply reply = reply(Phase.DOT);
        answered(unanswered.getFirst(), reply);
        dot = finalReply(reply);
    }

    /// A server may refuse a message half way and close; what it said is then still there to be read.
    private void send(String line) throws IOException {
        phase = Phase.DATA;
        limit = options.timeouts().dataBlock();
        try {
            wire.message(parts, limit);
        } catch (IOException e) {
            Optional<Reply> last = lastWords();
            record(Phase.DATA, line, last.orElse(null));
            if (last.isEmpty() || last.get().isPositive()) throw e;
            closing(Phase.DATA, last.get());
        }
    }

    private void takeBack() throws IOException {
        began = options.nanoTime().getAsLong();
        unanswered.add(new Command(Phase.DOT, ".", NO_RECIPIENT));
        wire.message(List.of(), options.timeouts().dataBlock());
        answered(unanswered.getFirst(), reply(Phase.DOT));
    }

    private Optional<Reply> lastWords() {
        try {
            return Optional.of(wire.reply(LAST_WORDS));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void closing(Phase answered, Reply reply) {
        ended = true;
        forTheRest = new Verdict.Refused(answered, reply);
    }

    private void fail(IOException thrown) {
        ended = true;
        if (forTheRest != null) return;
        forTheRest = new Verdict.Unanswered(Failure.of(phase, limit, thrown), dotSent);
    }

    private void record(Phase of, String command, @Nullable Reply reply) {
        steps.add(
                new Step(of, command, reply, Duration.ofNanos(options.nanoTime().getAsLong() - began)));
    }

    private List<Verdict> verdicts() {
        var verdicts = new ArrayList<Verdict>(recipients.length);
        for (Reply reply : recipients) verdicts.add(verdict(reply));
        return verdicts;
    }

    /// The first "no" on the way of a recipient is the one that counts: after a refused MAIL every RCPT is
    /// refused too, but for being out of sequence.
    private Verdict verdict(@Nullable Reply recipient) {
        if (mail != null && !mail.isPositive()) return new Verdict.Refused(Phase.MAIL, mail);
        if (recipient != null && !recipient.isPositive()) return new Verdict.Refused(Phase.RCPT, recipient);
        if (dot != null && dot.isPositive() && recipient != null) return new Verdict.Accepted(dot);
        if (forTheRest != null) return forTheRest;
        if (data != null && !data.isPositive()) return new Verdict.Refused(Phase.DATA, data);
        if (dot != null) return new Verdict.Refused(Phase.DOT, dot);
        throw new IllegalStateException("a recipient without an answer: " + steps);
    }
}
