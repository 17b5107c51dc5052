package dev.pennypost.emails;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.delivery.DeliveryState;
import dev.pennypost.delivery.Standing;
import dev.pennypost.delivery.WaitReason;
import dev.pennypost.delivery.control.ControlProblem;
import dev.pennypost.delivery.control.ControlResult;
import dev.pennypost.delivery.control.Hold;
import dev.pennypost.delivery.control.ListedDelivery;
import dev.pennypost.delivery.control.PauseResult;
import dev.pennypost.delivery.control.Selection;
import dev.pennypost.delivery.control.Target;
import dev.pennypost.delivery.control.Verb;
import dev.pennypost.domains.DomainId;
import dev.pennypost.emails.EmailEvent.EmailBounced;
import dev.pennypost.emails.EmailEvent.EmailDelivered;
import dev.pennypost.emails.EmailEvent.EmailFailed;
import dev.pennypost.keys.Caller;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.storage.Page;
import dev.pennypost.testkit.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What operators do to the queue, and what becomes of the mail.
class ControlsTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final World world = new World();
    private final Caller acme = world.sender(world.team("acme"), "acme.test");
    private final Caller rival = world.sender(world.team("rival"), "rival.test");
    private final String site = "127.0.0.1:" + world.mx.port();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void pausingADomainKeepsItsMailAndLetsOthersPass() {
        Hold hold = pause(new Target.SendingDomain(domain("acme.test")));
        EmailId kept = send(acme, "ada@dest.test");
        EmailId passes = send(rival, "ada@dest.test");

        world.awaitLastEvent(rival, passes, LastEvent.DELIVERED);
        assertThat(standing(acme, kept)).satisfies(one -> {
            assertThat(one.state()).isEqualTo(DeliveryState.HELD);
            assertThat(one.waits()).isEqualTo(WaitReason.PAUSED);
            assertThat(one.due()).isNull();
        });
        assertThat(world.mx.messages()).hasSize(1);

        assertThat(world.controls().resume(hold.id())).contains(1L);
        world.awaitLastEvent(acme, kept, LastEvent.DELIVERED);
        assertThat(world.controls().holds()).isEmpty();
        assertThat(world.controls().resume(hold.id())).isEmpty();
    }

    @Test
    void keepsPutOffMailThatComesDueWhileItIsPaused() {
        world.mx.onRcpt("ada@dest.test", "450 4.2.1 later", "250 ok");
        EmailId id = send(acme, "ada@dest.test");
        world.awaitLastEvent(acme, id, LastEvent.DELIVERY_DELAYED);
        Hold hold = pause(new Target.RecipientDomain(new DomainName("dest.test")));
        world.clock.advance(Duration.ofMinutes(7));
        awaitState(acme, id, DeliveryState.HELD);

        world.controls().resume(hold.id());
        world.awaitLastEvent(acme, id, LastEvent.DELIVERED);
    }

    @Test
    void withdrawsWhatWaitsInMemoryForAPausedSite() {
        EmailId id = waitingInMemory();
        Eventually.holds(
                "it waits in memory",
                () -> world.controls().summary().sites().stream().anyMatch(one -> one.waiting() == 1));

        Hold hold = pause(new Target.Site(site));
        awaitState(acme, id, DeliveryState.HELD);
        assertThat(listed(Selection.of(new Target.Site(site))).items())
                .extracting(ListedDelivery::site)
                .containsExactly(site);
        world.clock.advance(Duration.ofMinutes(1));
        EmailId later = send(acme, "bob@dest.test");
        awaitState(acme, later, DeliveryState.HELD);
        assertThat(world.mx.messages()).isEmpty();

        assertThat(world.controls().resume(hold.id())).contains(2L);
        world.mx.awaitMessages(2, SOON);
    }

    @Test
    void goesOnOnlyWhereNoOtherPauseFits() {
        Hold ofTeam = pause(new Target.Team(acme.team()));
        Hold ofDomain = pause(new Target.RecipientDomain(new DomainName("dest.test")));
        EmailId both = send(acme, "ada@dest.test");
        EmailId one = send(acme, "ada@other.test");

        assertThat(world.controls().resume(ofTeam.id())).contains(1L);
        world.awaitLastEvent(acme, one, LastEvent.DELIVERED);
        assertThat(standing(acme, both).state()).isEqualTo(DeliveryState.HELD);
        assertThat(world.controls().resume(ofDomain.id())).contains(1L);
        world.awaitLastEvent(acme, both, LastEvent.DELIVERED);
    }

    @Test
    void pausesTheSameOnceAndRemembersTheLastReason() {
        Hold first = pause(new Target.Team(acme.team()));
        var again = (PauseResult.Paused) world.controls().pause(Selection.of(first.target()), "still");
        assertThat(again.hold().id()).isEqualTo(first.id());
        assertThat(world.controls().holds())
                .singleElement()
                .satisfies(hold -> assertThat(hold.reason()).isEqualTo("still"));
    }

    @Test
    void holdsSurviveARestart() {
        pause(new Target.Email(send(acme, "nobody@dest.test").value()));
        Hold hold = pause(new Target.Team(acme.team()));
        world.restart();
        EmailId id = send(acme, "ada@dest.test");
        assertThat(standing(acme, id).state()).isEqualTo(DeliveryState.HELD);
        world.controls().resume(hold.id());
        world.awaitLastEvent(acme, id, LastEvent.DELIVERED);
    }

    @Test
    void letsGoAtTheStartWhatNoPauseKeepsAnymore() {
        pause(new Target.Team(acme.team()));
        EmailId id = send(acme, "ada@dest.test");
        world.database.useTransaction(tx -> tx.handle().execute("delete from holds"));
        world.restart();
        world.awaitLastEvent(acme, id, LastEvent.DELIVERED);
    }

    @Test
    void anotherNodeHearsOfAPauseAndOfItsEnd() {
        try (World.Node other = world.node("other-node");
                Emails door = world.emails(other.deliveries())) {
            Hold hold = pause(new Target.Team(acme.team()));
            Eventually.holds("the other node puts mail aside", () -> {
                var id = ((SendResult.Accepted) door.send(acme, World.email("a@acme.test", "ada@dest.test"))).id();
                return standing(acme, id).state() == DeliveryState.HELD;
            });
            world.controls().resume(hold.id());
            Eventually.holds(
                    "all is sent",
                    () -> listed(Selection.of(new Target.Team(acme.team())))
                            .items()
                            .isEmpty());
        }
    }

    @Test
    void teamsNeverMix() {
        world.mx.onRcpt("ada@dest.test", "450 4.2.1 later");
        EmailId mine = send(acme, "ada@dest.test");
        EmailId theirs = send(rival, "ada@dest.test");
        world.awaitLastEvent(acme, mine, LastEvent.DELIVERY_DELAYED);
        world.awaitLastEvent(rival, theirs, LastEvent.DELIVERY_DELAYED);

        var ofAcme = Selection.of(new Target.Team(acme.team()));
        assertThat(listed(ofAcme).items()).extracting(one -> one.id().emailId()).containsExactly(mine.value());
        assertThat(world.controls().cancel(ofAcme)).isEqualTo(new ControlResult.Done(1, 0));
        assertThat(standing(acme, mine).state()).isEqualTo(DeliveryState.CANCELED);
        assertThat(standing(rival, theirs).state()).isEqualTo(DeliveryState.DEFERRED);
        assertThat(world.emailsDoor().standings(rival.team(), mine)).isEmpty();
    }

    @Test
    void cancelsAPutOffEmailAndTellsThatItFailed() {
        world.mx.onRcpt("ada@dest.test", "450 4.2.1 later", "250 ok");
        EmailId id = send(acme, "ada@dest.test");
        world.awaitLastEvent(acme, id, LastEvent.DELIVERY_DELAYED);

        assertThat(world.controls().cancel(Selection.of(new Target.Email(id.value()))))
                .isEqualTo(new ControlResult.Done(1, 0));

        world.awaitLastEvent(acme, id, LastEvent.FAILED);
        assertThat(world.awaitEvents(EmailFailed.class, 1)).singleElement().satisfies(event -> {
            assertThat(event.reason()).isEqualTo("canceled_by_operator");
            assertThat(event.email().to()).containsExactly("ada@dest.test");
        });
        world.clock.advance(Duration.ofHours(3));
        EmailId after = send(acme, "bob@dest.test");
        world.awaitLastEvent(acme, after, LastEvent.DELIVERED);
        assertThat(world.attempts(id)).hasSize(1);
        assertThat(world.controls().cancel(Selection.of(new Target.Email(id.value()))))
                .isEqualTo(new ControlResult.Done(0, 0));
    }

    @Test
    void cancelsWhatWaitsInMemory() {
        EmailId id = waitingInMemory();
        assertThat(world.controls().cancel(Selection.of(new Target.Site(site))))
                .isEqualTo(new ControlResult.Done(1, 0));
        assertThat(standing(acme, id).state()).isEqualTo(DeliveryState.CANCELED);
        assertThat(world.controls().holds()).isEmpty();
        world.clock.advance(Duration.ofMinutes(1));
        EmailId after = send(acme, "bob@dest.test");
        world.awaitLastEvent(acme, after, LastEvent.DELIVERED);
        assertThat(world.mx.messages()).hasSize(1);
    }

    @Test
    void cancelsWhatWaitsInTheMemoryOfAnotherNode() {
        EmailId id = waitingInMemory();
        try (World.Node other = world.node("other-node")) {
            assertThat(other.controls().cancel(Selection.of(new Target.Team(acme.team()))))
                    .isEqualTo(new ControlResult.Done(1, 0));
        }
        assertThat(standing(acme, id).state()).isEqualTo(DeliveryState.CANCELED);
    }

    @Test
    void letsOthersGoOnThatStoodStillForACancel() {
        EmailId kept = waitingInMemory();
        var both = new Selection(
                List.of(new Target.Team(acme.team()), new Target.RecipientDomain(new DomainName("other.test"))),
                Set.of());
        assertThat(world.controls().cancel(both)).isEqualTo(new ControlResult.Done(0, 0));
        world.clock.advance(Duration.ofMinutes(1));
        world.awaitLastEvent(acme, kept, LastEvent.DELIVERED);
    }

    @Test
    void sendsABouncedEmailAgainWhenItIsRequeued() {
        world.mx.onRcpt("ada@dest.test", "550 5.7.1 we do not know you", "250 ok");
        EmailId id = send(acme, "ada@dest.test");
        world.awaitLastEvent(acme, id, LastEvent.BOUNCED);
        world.awaitEvents(EmailBounced.class, 1);

        assertThat(world.controls().requeue(Selection.of(new Target.Team(acme.team()))))
                .isEqualTo(new ControlResult.Done(1, 0));

        world.awaitLastEvent(acme, id, LastEvent.DELIVERED);
        world.awaitEvents(EmailDelivered.class, 1);
        world.mx.awaitMessages(1, SOON);
    }

    @Test
    void triesARequeuedEmailAsLongAsANewOne() {
        world.mx.onRcpt("ada@dest.test", "450 4.2.1 later");
        EmailId id = send(acme, "ada@dest.test");
        world.awaitLastEvent(acme, id, LastEvent.DELIVERY_DELAYED);
        world.clock.advance(Duration.ofHours(49));
        world.awaitLastEvent(acme, id, LastEvent.BOUNCED);

        world.controls().requeue(Selection.of(new Target.Email(id.value())));

        Eventually.holds("a third attempt", () -> world.attempts(id).size() == 3);
        assertThat(standing(acme, id)).satisfies(one -> {
            assertThat(one.state()).isEqualTo(DeliveryState.DEFERRED);
            assertThat(one.waits()).isEqualTo(WaitReason.SERVER_SAID_LATER);
            assertThat(one.said()).isEqualTo("450 4.2.1 later");
            assertThat(one.attempts()).isEqualTo(3);
        });
    }

    @Test
    void sendsACanceledEmailAllTheSameWhenItIsRequeued() {
        world.mx.onRcpt("ada@dest.test", "450 4.2.1 later", "250 ok");
        EmailId id = send(acme, "ada@dest.test");
        world.awaitLastEvent(acme, id, LastEvent.DELIVERY_DELAYED);
        var selection = Selection.of(new Target.Email(id.value()));
        world.controls().cancel(selection);
        world.controls().requeue(selection.in(DeliveryState.CANCELED));
        world.awaitLastEvent(acme, id, LastEvent.DELIVERED);
    }

    @Test
    void flushesWhatIsPutOff() {
        world.mx.onRcpt("ada@dest.test", "450 4.2.1 later", "250 ok");
        EmailId id = send(acme, "ada@dest.test");
        world.awaitLastEvent(acme, id, LastEvent.DELIVERY_DELAYED);
        assertThat(world.controls().flush(Selection.all().in(DeliveryState.DEFERRED)))
                .isEqualTo(new ControlResult.Done(1, 0));
        world.awaitLastEvent(acme, id, LastEvent.DELIVERED);
    }

    @Test
    void flushingASiteEndsItsSuspension() {
        suspend(Duration.ofHours(2));
        EmailId id = send(acme, "ada@dest.test");
        awaitState(acme, id, DeliveryState.DEFERRED);
        assertThat(standing(acme, id).waits()).isEqualTo(WaitReason.SITE_SUSPENDED);
        assertThat(world.controls().flush(Selection.of(new Target.Site(site)))).isEqualTo(new ControlResult.Done(1, 0));
        world.awaitLastEvent(acme, id, LastEvent.DELIVERED);
    }

    @Test
    void changesNothingInADryRun() {
        world.mx.onRcpt("ada@dest.test", "450 4.2.1 later");
        EmailId id = send(acme, "ada@dest.test");
        world.awaitLastEvent(acme, id, LastEvent.DELIVERY_DELAYED);
        Standing before = standing(acme, id);
        for (Verb verb : Verb.values())
            assertThat(world.controls().dryRun(verb, Selection.of(new Target.Team(acme.team()))))
                    .isEqualTo(new ControlResult.Done(1, 0));
        assertThat(standing(acme, id)).isEqualTo(before);
        assertThat(world.controls().holds()).isEmpty();
    }

    @Test
    void saysWhyItDoesNothing() {
        var controls = world.controls();
        assertThat(controls.cancel(Selection.all()))
                .isEqualTo(new ControlResult.Refused(new ControlProblem.NothingSelected()));
        assertThat(controls.flush(Selection.all().in(DeliveryState.DELIVERED)))
                .isEqualTo(
                        new ControlResult.Refused(new ControlProblem.NotInThisState(Set.of(DeliveryState.DEFERRED))));
        assertThat(controls.pause(Selection.all().in(DeliveryState.WAITING), "why"))
                .isEqualTo(new PauseResult.Refused(new ControlProblem.NotOneTarget()));
        assertThat(controls.pause(Selection.of(new Target.Team(acme.team())), " "))
                .isEqualTo(new PauseResult.Refused(new ControlProblem.BadReason(500)));
    }

    @Test
    void worksThroughMoreThanOnePortionAndPages() {
        var email = UUID.fromString("0191f2e4-7d3b-7c55-a1b2-0c8f6e2d4a91");
        world.database.useTransaction(tx -> tx.handle()
                .execute("""
                        insert into deliveries (email_id, position, team_id, domain_id, recipient, reverse_path, tls,
                                                state, wait_reason, due, created_at)
                        select ?, n, ?, ?, 'u' || n || '@dest.test', 'b@acme.test', 'none', 'deferred', 'dns_failed',
                               timestamptz '2030-01-01 00:00:00Z', timestamptz '2026-01-01 12:00:00Z'
                          from generate_series(1, 20001) as n""", email, acme.team().value(), domain("acme.test").value()));
        var selection = Selection.of(new Target.RecipientDomain(new DomainName("dest.test")));
        Page<ListedDelivery> first = world.controls().list(selection, 1000, null);
        assertThat(first.hasMore()).isTrue();
        var second =
                world.controls().list(selection, 1000, first.items().getLast().id());
        assertThat(second.items().getFirst().id().position())
                .isEqualTo(first.items().getLast().id().position() - 1);
        assertThat(world.controls().cancel(selection)).isEqualTo(new ControlResult.Done(20_001, 0));
        assertThat(world.controls().summary().counts()).isEmpty();
    }

    @Test
    void tellsTheQueueInNumbers() {
        world.mx.onRcpt("ada@dest.test", "450 4.2.1 later");
        EmailId id = send(acme, "ada@dest.test");
        world.awaitLastEvent(acme, id, LastEvent.DELIVERY_DELAYED);
        pause(new Target.Team(rival.team()));
        send(rival, "ada@dest.test");
        var summary = world.controls().summary();
        assertThat(summary.counts())
                .extracting(count -> count.state() + " " + count.waits() + " " + count.deliveries())
                .containsExactly("DEFERRED SERVER_SAID_LATER 1", "HELD PAUSED 1");
        assertThat(summary.oldestDue()).isAfter(world.clock.instant());
        assertThat(summary.holds()).isEqualTo(1);
    }

    /// An email whose site is not asked for a while, too short to go back to the database for.
    private EmailId waitingInMemory() {
        suspend(Duration.ofSeconds(25));
        EmailId id = send(acme, "ada@dest.test");
        Eventually.holds(
                "it waits in memory", () -> world.controls().sites().stream().anyMatch(one -> one.waiting() == 1));
        return id;
    }

    private void suspend(Duration length) {
        Instant until = world.clock.instant().plus(length);
        world.controls().suspend(site, until, "a test");
        Eventually.holds(
                "the node has heard of it",
                () -> world.controls().sites().stream()
                        .flatMap(one -> one.sources().stream())
                        .anyMatch(source -> until.equals(source.until())));
    }

    private Hold pause(Target target) {
        return ((PauseResult.Paused) world.controls().pause(Selection.of(target), "a test")).hold();
    }

    private EmailId send(Caller caller, String to) {
        String from = caller.equals(acme) ? "a@acme.test" : "a@rival.test";
        return world.send(caller, World.email(from, to));
    }

    private DomainId domain(String name) {
        return world.domains.everyId(new DomainName(name)).getFirst();
    }

    private Standing standing(Caller caller, EmailId id) {
        return world.emailsDoor().standings(caller.team(), id).getFirst();
    }

    private void awaitState(Caller caller, EmailId id, DeliveryState state) {
        Eventually.holds(id + " is " + state, () -> standing(caller, id).state() == state);
    }

    private Page<ListedDelivery> listed(Selection selection) {
        return world.controls().list(selection, 100, null);
    }
}
