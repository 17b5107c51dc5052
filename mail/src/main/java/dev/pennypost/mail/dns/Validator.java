package dev.pennypost.mail.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.dnssec.ValidatingResolver;

/// Validates with DNSSEC what resolvers say (RFC 4035 §5), from trust anchors down; dnsjava does the work. It
/// asks for signatures and keys with DO and CD, so that a resolver's own opinion plays no part.
///
/// What dnsjava's validator is particular about: an unsigned zone whose negative answers lack a SOA record
/// counts as bogus (its issue 402), and its own resolver's `setTimeout` means nothing, so the whole is timed
/// here.
final class Validator {
    /// For one answer with all the keys from the root down, most of which are known mostly.
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ValidatingResolver validating;

    /// Asks resolvers one question for what they have, signatures included.
    @FunctionalInterface
    interface Upstream {
        Message ask(Record question) throws NoAnswer;
    }

    Validator(Upstream upstream, TrustAnchors anchors, InstantSource clock) {
        validating = new ValidatingResolver(new Head(upstream), clock.withZone(ZoneOffset.UTC));
        validating.setAddReasonToAdditional(false);
        try {
            validating.loadTrustAnchors(anchors.stream());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /// The answer, with the AD bit where it was validated.
    ///
    /// @throws NoAnswer when it is bogus, or something that would tell could not be had
    Message ask(Record question) throws NoAnswer {
        try {
            return proven(validating
                    .sendAsync(Message.newQuery(question))
                    .toCompletableFuture()
                    .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException late) {
            throw new NoAnswer("not validated within " + LIMIT.toSeconds() + " s");
        } catch (ExecutionException failed) {
            throw because(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new NoAnswer("interrupted");
        }
    }

    private static Message proven(Message response) throws NoAnswer {
        int code = response.getRcode();
        if (code == Rcode.NOERROR || code == Rcode.NXDOMAIN) return response;
        throw new NoAnswer("DNSSEC: " + Rcode.string(code) + reason(response));
    }

    private static String reason(Message response) {
        OPTRecord options = response.getOPT();
        if (options == null) return "";
        return options.getOptions().stream()
                .filter(ExtendedErrorCodeOption.class::isInstance)
                .map(ExtendedErrorCodeOption.class::cast)
                .map(error -> ", " + error.getText())
                .findFirst()
                .orElse("");
    }

    private static NoAnswer because(Throwable failure) {
        Throwable cause = failure.getCause();
        boolean wrapped = failure instanceof ExecutionException || failure instanceof CompletionException;
        if (wrapped && cause != null) return because(cause);
        return failure instanceof NoAnswer none ? none : new NoAnswer(failure.toString());
    }

    /// The resolvers, as the validator sees them. Each question has a virtual thread, for it blocks.
    private record Head(Upstream upstream) implements org.xbill.DNS.Resolver {
        @Override
        public CompletionStage<Message> sendAsync(Message query) {
            return sendAsync(query, Thread::startVirtualThread);
        }

        @Override
        public CompletionStage<Message> sendAsync(Message query, Executor executor) {
            var answer = new CompletableFuture<Message>();
            Thread.startVirtualThread(() -> {
                try {
                    answer.complete(upstream.ask(query.getQuestion()));
                } catch (NoAnswer | RuntimeException none) {
                    answer.completeExceptionally(none);
                }
            });
            return answer;
        }

        @Override
        public void setPort(int port) {}

        @Override
        public void setTCP(boolean flag) {}

        @Override
        public void setIgnoreTruncation(boolean flag) {}

        @Override
        public void setEDNS(int version, int payloadSize, int flags, List<EDNSOption> options) {}

        @Override
        public void setTSIGKey(TSIG key) {}

        @Override
        public void setTimeout(Duration timeout) {}
    }
}
