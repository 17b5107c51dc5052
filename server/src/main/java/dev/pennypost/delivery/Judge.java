package dev.pennypost.delivery;

import dev.pennypost.delivery.replies.ReplyCategory;
import dev.pennypost.delivery.replies.ReplyReading;
import dev.pennypost.delivery.replies.ReplyRules;
import dev.pennypost.delivery.tls.Bar;
import dev.pennypost.mail.smtp.EnhancedCode;
import dev.pennypost.mail.smtp.Reply;
import dev.pennypost.mail.smtp.client.Failure;
import dev.pennypost.mail.smtp.client.Phase;
import dev.pennypost.mail.smtp.client.TlsProblem;
import dev.pennypost.mail.smtp.client.Verdict;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Concludes from what happened in an attempt what becomes of the delivery.
final class Judge {
    private final RetrySchedule schedule;
    private final ReplyRules rules;

    Judge(RetrySchedule schedule, ReplyRules rules) {
        this.schedule = schedule;
        this.rules = rules;
    }

    /// What a refusal is understood to mean.
    ReplyReading reading(@Nullable String host, Phase phase, Reply reply) {
        return rules.read(host, phase, reply);
    }

    /// After a transaction.
    ///
    /// @param host the server's name; null when no server was spoken to
    Outcome of(Delivery delivery, @Nullable String host, Verdict verdict, Instant now) {
        return switch (verdict) {
            case Verdict.Accepted(Reply reply) -> new Outcome.Delivered(reply);
            case Verdict.Refused(Phase phase, Reply reply) ->
                refused(delivery, reply, rules.read(host, phase, reply), now);
            case Verdict.Unanswered(Failure failure, boolean _) -> of(delivery, host, failure, now);
        };
    }

    /// When no session or no answer came about. A server that turns the connection away speaks of us, not of the
    /// recipient, so even a 5xx is tried again.
    Outcome of(Delivery delivery, @Nullable String host, Failure failure, Instant now) {
        return switch (failure) {
            case Failure.Refused(Phase phase, Reply reply) ->
                later(
                        delivery,
                        WaitReason.SERVER_SAID_LATER,
                        failure.reason(),
                        reply,
                        rules.read(host, phase, reply),
                        now);
            case Failure.LoginNotPossible(String why) -> later(delivery, WaitReason.SERVER_SAID_LATER, why, now);
            case Failure.TlsNotOffered _ ->
                later(delivery, WaitReason.TLS_UNAVAILABLE, "4.7.4 " + failure.reason(), now);
            case Failure.TlsFailed(TlsProblem problem, String why) ->
                later(
                        delivery,
                        problem == TlsProblem.HANDSHAKE_FAILED ? WaitReason.TLS_UNAVAILABLE : WaitReason.TLS_UNVERIFIED,
                        "4.7.5 " + why,
                        now);
            // RFC 6531 §3.2: no later attempt will find another server.
            case Failure.Utf8NotOffered _ -> unfit("5.6.7 " + failure.reason(), "ours-smtputf8");
            case Failure.EightBitNotOffered _ -> unfit("5.6.3 " + failure.reason(), "ours-8bitmime");
            default -> later(delivery, WaitReason.HOST_UNREACHABLE, failure.phase() + ": " + failure.reason(), now);
        };
    }

    /// The recipient is not to blame: its servers may learn what the message asks for.
    private static Outcome unfit(String why, String rule) {
        return new Outcome.Bounced(
                BounceReason.of(ReplyCategory.PROTOCOL), why, null, ReplyReading.ours(ReplyCategory.PROTOCOL, rule));
    }

    /// When no server may be spoken to, for want of encryption that can be relied on.
    Outcome of(Delivery delivery, Bar bar, Instant now) {
        WaitReason reason = switch (bar) {
            case NOT_IN_POLICY -> WaitReason.TLS_UNVERIFIED;
            case TLSA_UNKNOWN -> WaitReason.TLS_POLICY_UNKNOWN;
        };
        return later(delivery, reason, bar.explanation(), now);
    }

    /// When there is no server to speak to.
    Outcome of(Delivery delivery, Route.Nowhere nowhere, Instant now) {
        return switch (nowhere) {
            case Route.Undeliverable(String why) ->
                new Outcome.Bounced(BounceReason.DOMAIN_INVALID, why, null, finding(why));
            case Route.Unknown(String why) -> later(delivery, WaitReason.DNS_FAILED, why, now);
        };
    }

    /// When no server is spoken to, and this is what one would say to the recipient.
    Outcome of(Delivery delivery, Reply imagined, Instant now) {
        Verdict verdict =
                imagined.isPositive() ? new Verdict.Accepted(imagined) : new Verdict.Refused(Phase.RCPT, imagined);
        return of(delivery, null, verdict, now);
    }

    /// When nothing may be asked of the site before a time: that is no attempt, unless the time is too late.
    Outcome notBefore(Delivery delivery, Instant time, WaitReason reason) {
        return schedule.isTooLate(delivery.createdAt(), time)
                ? new Outcome.Bounced(
                        BounceReason.EXPIRED, "nothing could be asked of the destination in time", null, null)
                : new Outcome.Deferred(reason, time, "not before " + time, null, null);
    }

    Outcome ofOurFault(Delivery delivery, Instant now) {
        return later(delivery, WaitReason.OUR_FAULT, "internal error", now);
    }

    /// There is no such domain, or it takes no mail (5.1.x); not that we may not speak to its servers (5.4.4).
    private static ReplyReading finding(String why) {
        return EnhancedCode.leading(why).filter(code -> code.subject() == 1).isPresent()
                ? ReplyReading.ours(ReplyCategory.DOMAIN_INVALID, "ours-no-domain")
                : ReplyReading.ours(ReplyCategory.ROUTING, "ours-no-route");
    }

    private Outcome refused(Delivery delivery, Reply reply, ReplyReading reading, Instant now) {
        return reading.isFinal()
                ? new Outcome.Bounced(BounceReason.of(reading.category()), reply.toString(), reply, reading)
                : later(delivery, WaitReason.SERVER_SAID_LATER, reply.toString(), reply, reading, now);
    }

    private Outcome later(Delivery delivery, WaitReason reason, String explanation, Instant now) {
        return later(delivery, reason, explanation, null, null, now);
    }

    private Outcome later(
            Delivery delivery,
            WaitReason reason,
            String explanation,
            @Nullable Reply reply,
            @Nullable ReplyReading reading,
            Instant now) {
        return schedule.after(delivery.attempts() + 1, reason, RetrySchedule.floor(reading), delivery.createdAt(), now)
                .<Outcome>map(due -> new Outcome.Deferred(reason, due, explanation, reply, reading))
                .orElseGet(() -> new Outcome.Bounced(expired(reading), explanation, reply, reading));
    }

    /// A mailbox that was full all the time is told as such.
    private static BounceReason expired(@Nullable ReplyReading reading) {
        return reading != null && reading.category() == ReplyCategory.MAILBOX_FULL
                ? BounceReason.MAILBOX_FULL
                : BounceReason.EXPIRED;
    }
}
