package dev.pennypost.accounts;

import dev.pennypost.accounts.ResetStore.Wanted;
import dev.pennypost.jobs.Loop;
import dev.pennypost.secrets.SecretBox;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Transaction;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Links for new passwords. A request is one row, whoever it is for: only the loop that sends letters looks whether
/// somebody has the address, so the answer says nothing of it, not even by the time it takes. A row waits until its
/// letter was handed over, so that a process that dies in between delays it and loses nothing; the link in it stays the
/// same, and so does the letter, of which only one is sent.
final class Resets {
    /// How long a link is of use.
    private static final Duration LENGTH = Duration.ofHours(1);

    /// After which another node takes over a letter that nobody has sent.
    private static final Duration LEASE = Duration.ofMinutes(1);

    /// Longer than any address (RFC 5321 §4.5.3.1).
    private static final int LONGEST = 320;

    private static final String CONTEXT = "link for a new password";

    private final Database database;
    private final SecretBox secrets;
    private final SecureRandom random;
    private final Site site;
    private final Optional<AccountMail> mail;
    private final InstantSource clock;
    private final Loop sending = Loop.named("password-resets", Duration.ofSeconds(30), this::sendNext);
    private final ResetStore store = new ResetStore();
    private final PersonStore people = new PersonStore();

    Resets(Database database, SecretBox secrets, Surroundings around) {
        this.database = database;
        this.secrets = secrets;
        this.random = around.random();
        this.site = around.site();
        this.mail = around.mail();
        this.clock = around.clock();
    }

    /// The loop that sends letters.
    Loop sending() {
        return sending;
    }

    /// Has a link sent to whoever has this address.
    void request(EmailKey key) {
        var now = clock.instant();
        String whom = key.text().length() > LONGEST ? "" : key.text();
        byte[] sealed = secrets.seal(Tokens.random(random).getBytes(StandardCharsets.UTF_8), CONTEXT);
        database.useTransaction(tx -> {
            store.request(tx, Ids.next(now), new EmailKey(whom), sealed, now, now.plus(LENGTH));
            tx.afterCommit(sending::wake);
        });
    }

    Optional<Person> find(String token) {
        return database.inTransaction(
                tx -> store.find(tx, Tokens.hash(token), clock.instant()).flatMap(id -> people.find(tx, id)));
    }

    /// Takes a link, once.
    boolean take(Transaction tx, String token) {
        return store.take(tx, Tokens.hash(token), clock.instant());
    }

    /// Makes the link of no use that somebody got.
    void end(Transaction tx, PersonId person) {
        store.delete(tx, person);
    }

    /// Sends one letter; says whether there may be more. Where nothing is sent, as by commands beside a server, the
    /// rows are left to those who do.
    boolean sendNext() {
        if (mail.isEmpty()) return false;
        var now = clock.instant();
        var wanted = database.inTransaction(tx -> store.lease(tx, now, now.plus(LEASE)));
        if (wanted.isEmpty()) return false;
        send(mail.get(), wanted.get());
        database.useTransaction(tx -> store.forget(tx, wanted.get().id()));
        return true;
    }

    private void send(AccountMail mail, Wanted wanted) {
        String token = new String(secrets.open(wanted.sealed(), CONTEXT), StandardCharsets.UTF_8);
        database.inTransaction(tx -> linked(tx, wanted, token))
                .ifPresent(person -> mail.send(Letters.reset(person, site.resetLink(token), token)));
    }

    /// Who has the address, with a link that is of use from now on. One that was made before and is gone was used, or
    /// a new password came otherwise: it is not made again.
    private Optional<Person> linked(Transaction tx, Wanted wanted, String token) {
        var person = people.find(tx, wanted.whom()).map(PersonStore.Known::person);
        if (person.isEmpty()) return person;
        if (wanted.isLinked())
            return store.find(tx, Tokens.hash(token), clock.instant()).flatMap(_ -> person);
        store.insert(tx, person.get().id(), Tokens.hash(token), wanted.endsAt());
        store.linked(tx, wanted.id());
        return person;
    }
}
