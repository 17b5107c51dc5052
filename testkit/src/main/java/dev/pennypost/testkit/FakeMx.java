package dev.pennypost.testkit;

import dev.pennypost.mail.smtp.server.SelfSignedCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// A mail exchanger on loopback that accepts everything and keeps it, until it is told to behave otherwise.
/// Scripting may happen at any time; among the rules that fit, the one added last wins.
///
/// ```java
/// try (var mx = FakeMx.start().onRcpt("bounced@*", "550 5.1.1 no such user")) {
///     …
///     assertThat(mx.awaitMessages(1, Duration.ofSeconds(5))).singleElement()…
/// }
/// ```
public final class FakeMx implements AutoCloseable {
    /// The name it greets with and its certificate is made out to.
    public static final String HOST = "mx.example.test";

    private static final List<String> EXTENSIONS =
            List.of("PIPELINING", "SIZE 10485760", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES");

    private final ServerSocket server;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Rule> rules = new ArrayList<>();
    private final List<String> extensions = new ArrayList<>(EXTENSIONS);
    private final List<ReceivedMail> messages = new ArrayList<>();
    private final List<String> transcript = new ArrayList<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread acceptor = Thread.ofVirtual().name("fake-mx").unstarted(this::accept);
    private @Nullable SSLContext identity;
    private int connections;

    private FakeMx(ServerSocket server) {
        this.server = server;
    }

    /// Listens on a free port of 127.0.0.1.
    public static FakeMx start() {
        return startAt(0);
    }

    /// Listens on this port of 127.0.0.1.
    public static FakeMx startAt(int port) {
        return startAt("127.0.0.1", port);
    }

    /// Listens on this port of a loopback address: two exchangers of one domain have one port.
    public static FakeMx startAt(String address, int port) {
        try {
            var mx = new FakeMx(new ServerSocket(port, 1024, InetAddress.ofLiteral(address)));
            mx.acceptor.start();
            return mx;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A certificate for [#HOST], made once in the life of the JVM.
    public static SelfSignedCertificate certificate() {
        return OneCertificate.MADE;
    }

    private static final class OneCertificate {
        static final SelfSignedCertificate MADE = SelfSignedCertificate.temporary(HOST);
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    public int port() {
        return server.getLocalPort();
    }

    /// Offers STARTTLS.
    public FakeMx withTls() {
        return withTls(certificate());
    }

    public FakeMx withTls(SelfSignedCertificate shown) {
        return withTls(shown.serverContext());
    }

    /// Offers STARTTLS with an identity of its own, such as one of a [TestAuthority].
    public FakeMx withTls(SSLContext shown) {
        return locked(() -> identity = shown);
    }

    /// Offers STARTTLS, agrees to it and then talks nonsense.
    public FakeMx withBrokenTls() {
        return withTls()
                .at(
                        MxMoment.STARTTLS,
                        MxAnswer.say("220 2.0.0 go ahead", "this is not TLS").then(MxAnswer.cut()));
    }

    /// No longer offers an extension.
    public FakeMx without(String keyword) {
        return locked(() -> extensions.removeIf(line -> line.split(" ", 2)[0].equals(keyword)));
    }

    /// Offers one more extension, or an old one with other parameters.
    public FakeMx offering(String line) {
        without(line.split(" ", 2)[0]);
        return locked(() -> extensions.add(line));
    }

    /// Answers this way at this moment: the first answer the first time, and so on; the last one for ever.
    public FakeMx at(MxMoment moment, MxAnswer... answers) {
        return rule(new Rule(moment, any -> true, List.of(answers)));
    }

    /// Answers this way at this moment the next time, and as before after that.
    public FakeMx once(MxMoment moment, MxAnswer answer) {
        return rule(new Rule(moment, any -> true, List.of(answer), true));
    }

    public FakeMx onGreeting(String... replies) {
        return at(MxMoment.GREETING, lines(replies));
    }

    public FakeMx onEhlo(String... replies) {
        return at(MxMoment.EHLO, lines(replies));
    }

    /// @param reversePath without brackets; `*` stands for anything
    public FakeMx onMail(String reversePath, String... replies) {
        return rule(new Rule(MxMoment.MAIL, glob(reversePath), List.of(lines(replies))));
    }

    /// @param recipient without brackets; `*` stands for anything
    public FakeMx onRcpt(String recipient, String... replies) {
        return rule(new Rule(MxMoment.RCPT, glob(recipient), List.of(lines(replies))));
    }

    public FakeMx onRcpt(String recipient, MxAnswer answer) {
        return rule(new Rule(MxMoment.RCPT, glob(recipient), List.of(answer)));
    }

    public FakeMx onData(String... replies) {
        return at(MxMoment.DATA, lines(replies));
    }

    public FakeMx onDot(String... replies) {
        return at(MxMoment.DOT, lines(replies));
    }

    /// What has been taken so far.
    public List<ReceivedMail> messages() {
        lock.lock();
        try {
            return List.copyOf(messages);
        } finally {
            lock.unlock();
        }
    }

    /// Waits until at least this many messages have been taken.
    ///
    /// @throws AssertionError with the transcript, when they have not been by then
    public List<ReceivedMail> awaitMessages(int count, Duration limit) {
        await(() -> messages.size() >= count, count + " messages", limit);
        return messages();
    }

    /// Waits until a line that starts like this has come from some client.
    public void awaitCommand(String start, Duration limit) {
        await(() -> transcript.stream().anyMatch(line -> line.startsWith("C: " + start)), start, limit);
    }

    /// Everything said, `C: ` and `S: ` lines; message content is left out.
    public List<String> transcript() {
        lock.lock();
        try {
            return List.copyOf(transcript);
        } finally {
            lock.unlock();
        }
    }

    /// The commands of all clients.
    public List<String> commands() {
        return transcript().stream()
                .filter(line -> line.startsWith("C: "))
                .map(line -> line.substring(3))
                .toList();
    }

    /// How many connections have been accepted.
    public int connections() {
        lock.lock();
        try {
            return connections;
        } finally {
            lock.unlock();
        }
    }

    /// Stops listening and drops everybody. When this returns the port is free: the system lets go of a listening
    /// socket only when nobody waits on it any more.
    @Override
    public void close() {
        closed.countDown();
        try {
            server.close();
            for (Socket socket : sockets) socket.close();
            acceptor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                int number = countConnection();
                Thread.ofVirtual().name("fake-mx-" + number).start(() -> serve(socket, number));
            } catch (IOException e) {
                if (!server.isClosed()) throw new UncheckedIOException(e);
            }
        }
    }

    private void serve(Socket socket, int number) {
        try (socket) {
            new FakeMxConnection(this, socket, number).run();
        } catch (IOException e) {
            log("S: [connection " + number + " ended: " + e.getMessage() + "]");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(socket);
        }
    }

    private int countConnection() {
        lock.lock();
        try {
            return ++connections;
        } finally {
            lock.unlock();
        }
    }

    Optional<MxAnswer> scripted(MxMoment moment, String argument) {
        lock.lock();
        try {
            return rules.reversed().stream()
                    .filter(rule -> rule.fits(moment, argument))
                    .findFirst()
                    .map(Rule::next);
        } finally {
            lock.unlock();
        }
    }

    Collection<String> extensions() {
        lock.lock();
        try {
            return List.copyOf(extensions);
        } finally {
            lock.unlock();
        }
    }

    Optional<SSLContext> identity() {
        lock.lock();
        try {
            return Optional.ofNullable(identity);
        } finally {
            lock.unlock();
        }
    }

    CountDownLatch closing() {
        return closed;
    }

    void keep(ReceivedMail mail) {
        locked(() -> messages.add(mail));
    }

    void log(String line) {
        locked(() -> transcript.add(line));
    }

    private FakeMx rule(Rule rule) {
        return locked(() -> rules.add(rule));
    }

    private FakeMx locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
            return this;
        } finally {
            lock.unlock();
        }
    }

    private void await(BooleanSupplier condition, String what, Duration limit) {
        lock.lock();
        try {
            long remaining = limit.toNanos();
            while (!condition.getAsBoolean()) {
                if (remaining <= 0)
                    throw new AssertionError("no " + what + " within " + limit + ":\n" + String.join("\n", transcript));
                remaining = changed.awaitNanos(remaining);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + what, e);
        } finally {
            lock.unlock();
        }
    }

    private static MxAnswer[] lines(String... replies) {
        MxAnswer[] answers = new MxAnswer[replies.length];
        for (int i = 0; i < replies.length; i++) answers[i] = MxAnswer.say(replies[i]);
        return answers;
    }

    private static Predicate<String> glob(String pattern) {
        String[] pieces = pattern.toLowerCase(Locale.ROOT).split("\\*", -1);
        return text -> {
            String rest = text.toLowerCase(Locale.ROOT);
            if (pieces.length == 1) return rest.equals(pieces[0]);
            if (!rest.startsWith(pieces[0])) return false;
            int from = pieces[0].length();
            for (int i = 1; i < pieces.length - 1; i++) {
                int found = rest.indexOf(pieces[i], from);
                if (found < 0) return false;
                from = found + pieces[i].length();
            }
            String last = pieces[pieces.length - 1];
            return rest.length() - last.length() >= from && rest.endsWith(last);
        };
    }

    private static final class Rule {
        private final MxMoment moment;
        private final Predicate<String> matches;
        private final List<MxAnswer> answers;
        private final boolean ends;
        private int used;

        Rule(MxMoment moment, Predicate<String> matches, List<MxAnswer> answers) {
            this(moment, matches, answers, false);
        }

        /// @param ends whether it no longer fits after its last answer
        Rule(MxMoment moment, Predicate<String> matches, List<MxAnswer> answers, boolean ends) {
            this.moment = moment;
            this.matches = matches;
            this.answers = answers;
            this.ends = ends;
        }

        boolean fits(MxMoment at, String argument) {
            return moment == at && !(ends && used == answers.size()) && matches.test(argument);
        }

        MxAnswer next() {
            return answers.get(Math.min(used++, answers.size() - 1));
        }
    }
}
