package dev.pennypost.emails;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.keys.Caller;
import dev.pennypost.storage.PageRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SearchTest {
    private static final EmailFilter NOTHING = subject("no such words");

    private final World world = new World();
    private final Caller acme = world.sender(world.team("acme"), "acme.test");

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void goesOnWhereItsTimeWasUp() {
        EmailId first = send();
        world.clock.advance(Duration.ofSeconds(1));
        EmailId second = send();

        EmailsFound begun =
                search(Duration.ZERO, acme, NOTHING, PageRequest.first(10)).orElseThrow();
        assertThat(begun.page().items()).isEmpty();
        assertThat(begun.page().hasMore()).isTrue();
        assertThat(begun.searchedTo()).isEqualTo(second);
        EmailsFound further = search(Duration.ZERO, acme, NOTHING, new PageRequest(10, second.value(), null))
                .orElseThrow();
        assertThat(further.searchedTo()).isEqualTo(first);
        EmailsFound ended = search(Duration.ZERO, acme, NOTHING, new PageRequest(10, first.value(), null))
                .orElseThrow();
        assertThat(ended.searchedTo()).isNull();
        assertThat(ended.page().hasMore()).isFalse();
    }

    @Test
    void turnsPagesBothWays() {
        EmailId first = send();
        world.clock.advance(Duration.ofSeconds(1));
        EmailId second = send();
        world.clock.advance(Duration.ofSeconds(1));
        EmailId third = send();

        assertThat(ids(new PageRequest(2, null, null))).containsExactly(third, second);
        assertThat(ids(new PageRequest(2, second.value(), null))).containsExactly(first);
        assertThat(ids(new PageRequest(2, null, first.value()))).containsExactly(third, second);
    }

    @Test
    void findsNothingOfAnotherTeam() {
        EmailId ours = send();
        Caller stranger = world.sender(world.team("stranger"), "stranger.test");
        assertThat(search(Duration.ofSeconds(5), stranger, subject("hello"), PageRequest.first(10))
                        .orElseThrow()
                        .page()
                        .items())
                .isEmpty();
        assertThat(search(Duration.ofSeconds(5), stranger, NOTHING, new PageRequest(10, ours.value(), null)))
                .isEmpty();
        assertThat(search(Duration.ofSeconds(5), acme, NOTHING, new PageRequest(10, UUID.randomUUID(), null)))
                .isEmpty();
    }

    @Test
    void takesNoTextForAPattern() {
        send();
        for (String text : new String[] {"%", "_", "\\", "\0"})
            assertThat(search(Duration.ofSeconds(5), acme, subject(text), PageRequest.first(10))
                            .orElseThrow()
                            .page()
                            .items())
                    .as(text)
                    .isEmpty();
    }

    private List<EmailId> ids(PageRequest page) {
        return search(Duration.ofSeconds(5), acme, recipient("B.TEST"), page).orElseThrow().page().items().stream()
                .map(Email::id)
                .toList();
    }

    private EmailId send() {
        return world.send(acme, World.email("hello@acme.test", "somebody@b.test"));
    }

    private Optional<EmailsFound> search(Duration patience, Caller caller, EmailFilter filter, PageRequest page) {
        return world.database.inTransaction(tx -> new SearchStore().page(tx, caller.team(), filter, page, patience));
    }

    private static EmailFilter subject(String words) {
        return new EmailFilter(null, words, Set.of(), null, null, null, null);
    }

    private static EmailFilter recipient(String part) {
        return new EmailFilter(part, null, Set.of(), null, null, null, null);
    }
}
