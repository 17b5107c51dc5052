package dev.pennypost.emails;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pennypost.emails.EmailEvent.EmailFailed;
import dev.pennypost.emails.EmailEvent.EmailScheduled;
import dev.pennypost.emails.EmailEvent.EmailSent;
import dev.pennypost.emails.files.RemoteFile;
import dev.pennypost.keys.Caller;
import dev.pennypost.mail.address.Mailbox;
import dev.pennypost.mail.message.Attachment;
import dev.pennypost.testkit.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Attachments by address, from accepting the email to what its recipient gets.
class RemoteFilesTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final World world = new World();
    private final HttpServer files = serving();
    private final AtomicInteger asked = new AtomicInteger();
    private final Caller acme = world.sender(world.team("acme"), "acme.test");

    @AfterEach
    void close() {
        world.close();
        files.stop(0);
    }

    @Test
    void anEmailLeavesWhenItsFilesAreThereInTheOrderTheyWereNamed() {
        serve("/b.txt", 200, "the second");
        EmailId id = world.send(acme, email(null, List.of(given("a.txt")), remote(1, "/b.txt")));
        assertThat(event(id)).isEqualTo(LastEvent.QUEUED);
        assertThat(world.mx.messages()).isEmpty();
        assertThat(stored(id)).extracting(StoredAttachment::filename).containsExactly("a.txt");

        world.emailsDoor().fetchFiles();
        awaitComplete();
        world.emailsDoor().letLeave();
        world.awaitLastEvent(acme, id, LastEvent.DELIVERED);
        assertThat(world.awaitEvents(EmailSent.class, 1)).hasSize(1);
        assertThat(stored(id)).extracting(StoredAttachment::filename).containsExactly("a.txt", "b.txt");
        String message = world.mx.awaitMessages(1, SOON).getFirst().text();
        assertThat(message.indexOf("a.txt")).isPositive().isLessThan(message.indexOf("b.txt"));
        assertThat(message).contains("dGhlIHNlY29uZA==", "Content-Type: text/plain");
    }

    @Test
    void aFileThatComesFirstStandsFirst() {
        serve("/first.txt", 200, "1");
        EmailId id = world.send(acme, email(null, List.of(given("second.txt")), remote(0, "/first.txt")));
        fetchedAndLeft(id);
        assertThat(stored(id)).extracting(StoredAttachment::filename).containsExactly("first.txt", "second.txt");
    }

    @Test
    void anEmailWhoseFileIsNotThereFails() {
        serve("/gone.pdf", 404, "nothing");
        EmailId id = world.send(acme, email(null, List.of(), remote(0, "/gone.pdf")));
        world.emailsDoor().fetchFiles();
        world.awaitLastEvent(acme, id, LastEvent.FAILED);
        var failed = world.awaitEvents(EmailFailed.class, 1).getFirst();
        assertThat(failed.reason()).isEqualTo("attachment_unreachable");
        world.emailsDoor().letLeave();
        assertThat(rows("scheduled_emails") + rows("awaited_files")).isZero();
    }

    @Test
    void aServerThatIsDownIsAskedAgainAndThenTheEmailFails() {
        serve("/file.pdf", 503, "busy");
        EmailId id = world.send(acme, email(null, List.of(), remote(0, "/file.pdf")));
        for (int pause : List.of(0, 5, 30)) {
            world.clock.advance(Duration.ofSeconds(pause));
            world.emailsDoor().fetchFiles();
            int tries = asked.get() + 1;
            Eventually.holds("it is put off", () -> asked.get() >= tries - 1 && nextTryIsSet());
            assertThat(event(id)).isEqualTo(LastEvent.QUEUED);
        }
        world.clock.advance(Duration.ofMinutes(2));
        world.emailsDoor().fetchFiles();
        world.awaitLastEvent(acme, id, LastEvent.FAILED);
        assertThat(asked).hasValue(4);
    }

    @Test
    void aServerThatComesBackGetsTheEmailOnItsWay() {
        serve("/file.txt", 500, "busy");
        EmailId id = world.send(acme, email(null, List.of(), remote(0, "/file.txt")));
        world.emailsDoor().fetchFiles();
        Eventually.holds("it is put off", () -> asked.get() == 1 && nextTryIsSet());
        files.removeContext("/file.txt");
        serve("/file.txt", 200, "there");
        world.clock.advance(Duration.ofSeconds(5));
        fetchedAndLeft(id);
    }

    @Test
    void filesThatTogetherAreMoreThanAnEmailMayBeFailIt() {
        serve("/big.bin", 200, "x".repeat(20 * 1024 * 1024));
        EmailId id = world.send(acme, email(null, List.of(), remote(0, "/big.bin"), remote(1, "/big.bin")));
        world.emailsDoor().fetchFiles();
        world.awaitLastEvent(acme, id, LastEvent.FAILED);
        assertThat(world.awaitEvents(EmailFailed.class, 1).getFirst().reason()).isEqualTo("attachment_too_large");
    }

    @Test
    void anEmailForLaterFetchesAtOnceAndLeavesAtItsTime() {
        serve("/file.txt", 200, "early");
        Instant time = world.clock.instant().plus(Duration.ofHours(1));
        EmailId id = world.send(acme, email(time, List.of(), remote(0, "/file.txt")));
        assertThat(world.awaitEvents(EmailScheduled.class, 1)).hasSize(1);
        world.emailsDoor().fetchFiles();
        awaitComplete();
        world.emailsDoor().letLeave();
        assertThat(event(id)).isEqualTo(LastEvent.SCHEDULED);
        world.clock.advance(Duration.ofHours(1));
        world.emailsDoor().letLeave();
        world.awaitLastEvent(acme, id, LastEvent.DELIVERED);
        assertThat(asked).hasValue(1);
    }

    @Test
    void whatIsCanceledWhileItsFileIsFetchedStaysCanceled() throws Exception {
        var started = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        files.createContext("/slow.txt", exchange -> {
            started.countDown();
            await(goOn);
            answer(exchange, 200, "late");
        });
        EmailId id = world.send(
                acme, email(world.clock.instant().plus(Duration.ofHours(1)), List.of(), remote(0, "/slow.txt")));
        world.emailsDoor().fetchFiles();
        started.await();
        assertThat(world.emailsDoor().cancel(acme.team(), id)).isInstanceOf(ChangeResult.Changed.class);
        goOn.countDown();
        world.restart();
        assertThat(event(id)).isEqualTo(LastEvent.CANCELED);
        assertThat(stored(id)).isEmpty();
        assertThat(rows("awaited_files")).isZero();
    }

    @Test
    void onlyWhatWaitsForATimeCanBeCanceledOrMoved() {
        EmailId id = world.send(acme, email(null, List.of(), remote(0, "/any")));
        assertThat(world.emailsDoor().cancel(acme.team(), id)).isInstanceOf(ChangeResult.Refused.class);
        assertThat(world.emailsDoor()
                        .reschedule(acme.team(), id, world.clock.instant().plusSeconds(60)))
                .isInstanceOf(ChangeResult.Refused.class);
    }

    @Test
    void aFileThatAProcessTookAndDidNotBringIsFetchedByAnother() {
        serve("/file.txt", 200, "there");
        EmailId id = world.send(acme, email(null, List.of(), remote(0, "/file.txt")));
        var store = new AwaitedFileStore();
        Instant now = world.clock.instant();
        var taken = world.database.inTransaction(tx -> store.take(tx, now, now.plus(Duration.ofMinutes(4)), 4, 8));
        assertThat(taken).hasSize(1);
        List<AwaitedFileStore.Awaited> again = world.database.inTransaction(tx -> store.take(tx, now, now, 4, 8));
        assertThat(again).isEmpty();
        world.clock.advance(Duration.ofMinutes(4));
        fetchedAndLeft(id);
    }

    @Test
    void oneTeamsSlowFilesLeaveRoomForOthers() {
        Caller rival = world.sender(world.team("rival"), "rival.test");
        for (int i = 0; i < 10; i++) world.send(acme, email(null, List.of(), remote(0, "/any")));
        world.send(rival, email("a@rival.test", null, List.of(), remote(0, "/any")));
        Instant now = world.clock.instant();
        var taken = world.database.inTransaction(tx -> new AwaitedFileStore().take(tx, now, now.plusSeconds(9), 4, 8));
        assertThat(taken)
                .extracting(AwaitedFileStore.Awaited::team)
                .contains(rival.team())
                .hasSize(5);
    }

    @Test
    void theAddressIsForgottenOnceTheFileIsThere() {
        serve("/signed.txt", 200, "there");
        EmailId id = world.send(acme, email(null, List.of(), remote(0, "/signed.txt?signature=secret")));
        fetchedAndLeft(id);
        assertThat(rows("awaited_files")).isZero();
        assertThat(stored(id)).extracting(StoredAttachment::filename).containsExactly("signed.txt");
    }

    private void fetchedAndLeft(EmailId id) {
        world.emailsDoor().fetchFiles();
        awaitComplete();
        world.emailsDoor().letLeave();
        world.awaitLastEvent(acme, id, LastEvent.DELIVERED);
    }

    private void awaitComplete() {
        Eventually.holds(
                "every file is there",
                () -> rows("awaited_files") == 0 && rows("scheduled_emails where awaits_files") == 0);
    }

    private boolean nextTryIsSet() {
        return rows("awaited_files where next_at > '" + world.clock.instant() + "'::timestamptz" + " and next_at <= '"
                        + world.clock.instant() + "'::timestamptz + interval '3 minutes'")
                == 1;
    }

    private int rows(String table) {
        return world.database.inTransaction(tx -> tx.handle()
                .createQuery("select count(*) from " + table)
                .mapTo(Integer.class)
                .one());
    }

    private LastEvent event(EmailId id) {
        return world.emailsDoor().get(acme.team(), id).orElseThrow().lastEvent();
    }

    private List<StoredAttachment> stored(EmailId id) {
        return world.emailsDoor().attachments(acme.team(), id).orElseThrow();
    }

    private void serve(String path, int status, String text) {
        files.createContext(path, exchange -> {
            asked.incrementAndGet();
            answer(exchange, status, text);
        });
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        try (exchange) {
            byte[] octets = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, octets.length);
            exchange.getResponseBody().write(octets);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private RemoteFile remote(int position, String path) {
        URI url = URI.create("http://127.0.0.1:" + files.getAddress().getPort() + path);
        return new RemoteFile(position, url, RemoteFile.nameIn(url), null, null);
    }

    private static Attachment given(String name) {
        return new Attachment(name, "text/plain", null, new byte[] {'1'});
    }

    private static SendEmail email(@Nullable Instant time, List<Attachment> given, RemoteFile... remote) {
        return email("a@acme.test", time, given, remote);
    }

    private static SendEmail email(String from, @Nullable Instant time, List<Attachment> given, RemoteFile... remote) {
        return new SendEmail(
                Mailbox.parse(from),
                List.of(Mailbox.parse("ada@dest.test")),
                List.of(),
                List.of(),
                List.of(),
                "Files",
                null,
                "See the files",
                List.of(),
                List.of(),
                given,
                time,
                List.of(remote),
                null,
                null,
                TrackingWish.NONE);
    }

    private static HttpServer serving() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            return server;
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }
}
