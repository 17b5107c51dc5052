package dev.pennypost.dashboard.mailbox;

import dev.pennypost.mail.mime.ParsedMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A mailbox in memory, which notes what is played.
public final class KeptMail implements CaughtMailbox {
    private final ConcurrentSkipListMap<Integer, Caught> mails = new ConcurrentSkipListMap<>();
    private final ConcurrentSkipListMap<Integer, byte[]> messages = new ConcurrentSkipListMap<>();
    private final List<String> played = new ArrayList<>();
    private Played outcome = Played.DONE;
    private Verdicts verdicts = new Verdicts("pass", "pass", "none");

    /// @param message with plain line ends
    public UUID keep(String subject, String message) {
        int number = mails.size();
        byte[] octets = message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        var mail = new Caught(
                UUID.randomUUID(),
                "bounces+1@send.acme.test",
                List.of("ann@dest.test"),
                Instant.parse("2026-01-01T12:00:00Z").minusSeconds(60L * (100 - number)),
                "mta.test",
                "127.0.0.1",
                "TLSv1.3",
                octets.length,
                subject);
        mails.put(number, mail);
        messages.put(number, octets);
        return mail.id();
    }

    void playsTo(Played wanted) {
        outcome = wanted;
    }

    void judge(Verdicts wanted) {
        verdicts = wanted;
    }

    List<String> played() {
        return List.copyOf(played);
    }

    @Override
    public Stream<Caught> newestFirst() {
        return mails.descendingMap().values().stream();
    }

    @Override
    public Optional<Caught> find(UUID id) {
        return newestFirst().filter(mail -> mail.id().equals(id)).findFirst();
    }

    @Override
    public Optional<byte[]> message(UUID id) {
        return mails.entrySet().stream()
                .filter(entry -> entry.getValue().id().equals(id))
                .findFirst()
                .map(entry -> Objects.requireNonNull(messages.get(entry.getKey())));
    }

    @Override
    public Optional<Verdicts> verdicts(UUID id, byte[] message, ParsedMessage parsed) {
        return Optional.of(verdicts);
    }

    @Override
    public Played play(UUID id, Act act, @Nullable String link) {
        played.add(act + (link == null ? "" : " " + link));
        return outcome;
    }

    @Override
    public void clear() {
        mails.clear();
    }
}
