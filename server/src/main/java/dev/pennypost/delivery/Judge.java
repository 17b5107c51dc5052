package dev.pennypost.delivery;

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

    Judge(RetrySchedule schedule) {
        this.schedule = schedule;
    }

    /// After a transaction.
    Outcome of(Delivery delivery, Verdict verdict, Instant now) {
        return switch (verdict) {
            case Verdict.Accepted(Reply reply) -> new Outcome.Delivered(reply);
            case Verdict.Refused(Phase phase, Reply reply)
            when reply.isPermanent() -> new Outcome.Bounced(BounceReasons.of(phase, reply), reply.toString(), reply);
            case Verdict.Refused(Phase _, Reply reply) ->
                later(delivery, WaitReason.SERVER_SAID_LATER, reply.toString(), reply, now);
            case Verdict.Unanswered(Failure failure, boolean _) -> of(delivery, failure, now);
        };
    }

    /// When no session or no answer came about. A server that turns the connection away speaks of us, not of the
    /// recipient, so even a 5xx is tried again.
    Outcome of(Delivery delivery, Failure failure, Instant now) {
        return switch (failure) {
            case Failure.Refused(Phase _, Reply reply) ->
                later(delivery, WaitReason.SERVER_SAID_LATER, failure.reason(), reply, now);
            case Failure.TlsNotOffered _ ->
                later(delivery, WaitReason.TLS_UNAVAILABLE, "4.7.4 " + failure.reason(), null, now);
            case Failure.TlsFailed(TlsProblem problem, String why) ->
                later(
                        delivery,
                        problem == TlsProblem.HANDSHAKE_FAILED ? WaitReason.TLS_UNAVAILABLE : WaitReason.TLS_UNVERIFIED,
                        "4.7.5 " + why,
                        null,
                        now);
            // RFC 6531 §3.2: no later attempt will find another server.
            case Failure.Utf8NotOffered _ ->
                new Outcome.Bounced(BounceReason.RECIPIENT_INVALID, failure.reason(), null);
            default ->
                later(delivery, WaitReason.HOST_UNREACHABLE, failure.phase() + ": " + failure.reason(), null, now);
        };
    }

    /// When no server may be spoken to, for want of encryption that can be relied on.
    Outcome of(Delivery delivery, Bar bar, Instant now) {
        WaitReason reason = switch (bar) {
            case NOT_IN_POLICY -> WaitReason.TLS_UNVERIFIED;
            case TLSA_UNKNOWN -> WaitReason.TLS_POLICY_UNKNOWN;
        };
        return later(delivery, reason, bar.explanation(), null, now);
    }

    /// When there is no server to speak to.
    Outcome of(Delivery delivery, Route.Nowhere nowhere, Instant now) {
        return switch (nowhere) {
            case Route.Undeliverable(String why) -> new Outcome.Bounced(BounceReason.DOMAIN_INVALID, why, null);
            case Route.Unknown(String why) -> later(delivery, WaitReason.DNS_FAILED, why, null, now);
        };
    }

    /// When no server is spoken to, and this is what one would say to the recipient.
    Outcome of(Delivery delivery, Reply imagined, Instant now) {
        Verdict verdict =
                imagined.isPositive() ? new Verdict.Accepted(imagined) : new Verdict.Refused(Phase.RCPT, imagined);
        return of(delivery, verdict, now);
    }

    /// When nothing may be asked of the site before a time: that is no attempt, unless the time is too late.
    Outcome notBefore(Delivery delivery, Instant time, WaitReason reason) {
        return schedule.isTooLate(delivery.createdAt(), time)
                ? new Outcome.Bounced(BounceReason.EXPIRED, "nothing could be asked of the destination in time", null)
                : new Outcome.Deferred(reason, time, "not before " + time, null);
    }

    Outcome ofOurFault(Delivery delivery, Instant now) {
        return later(delivery, WaitReason.OUR_FAULT, "internal error", null, now);
    }

    private Outcome later(
            Delivery delivery, WaitReason reason, String explanation, @Nullable Reply reply, Instant now) {
        return schedule.after(delivery.attempts() + 1, reason, delivery.createdAt(), now)
                .<Outcome>map(due -> new Outcome.Deferred(reason, due, explanation, reply))
                .orElseGet(() -> new Outcome.Bounced(BounceReason.EXPIRED, explanation, reply));
    }

    /// Reads the reason of a permanent refusal from its enhanced code (RFC 3463), else from the command it answered.
    static final class BounceReasons {
        private BounceReasons() {}

        static BounceReason of(Phase phase, Reply reply) {
            return reply.enhanced().map(code -> of(code, phase)).orElseGet(() -> of(phase, reply.code()));
        }

        private static BounceReason of(EnhancedCode code, Phase phase) {
            return switch (code.subject()) {
                case 1 -> ofAddressing(code, phase);
                case 2 ->
                    switch (code.detail()) {
                        case 2 -> BounceReason.MAILBOX_FULL;
                        case 3 -> BounceReason.MESSAGE_TOO_LARGE;
                        default -> BounceReason.RECIPIENT_INVALID;
                    };
                case 3 -> code.detail() == 4 ? BounceReason.MESSAGE_TOO_LARGE : BounceReason.REFUSED;
                case 6 -> BounceReason.CONTENT_REFUSED;
                case 7 -> phase == Phase.DOT ? BounceReason.CONTENT_REFUSED : BounceReason.REFUSED;
                default -> BounceReason.REFUSED;
            };
        }

        /// RFC 3463 §3.2: X.1.7 and X.1.8 speak of the sender's address, as does every answer to MAIL.
        private static BounceReason ofAddressing(EnhancedCode code, Phase phase) {
            if (phase == Phase.MAIL) return BounceReason.REFUSED;
            return switch (code.detail()) {
                case 2, 10 -> BounceReason.DOMAIN_INVALID;
                case 7, 8 -> BounceReason.REFUSED;
                default -> BounceReason.RECIPIENT_INVALID;
            };
        }

        private static BounceReason of(Phase phase, int code) {
            if (phase == Phase.RCPT && (code == 550 || code == 551 || code == 553))
                return BounceReason.RECIPIENT_INVALID;
            if (code == 552) return phase == Phase.RCPT ? BounceReason.MAILBOX_FULL : BounceReason.MESSAGE_TOO_LARGE;
            return phase == Phase.DOT ? BounceReason.CONTENT_REFUSED : BounceReason.REFUSED;
        }
    }
}
