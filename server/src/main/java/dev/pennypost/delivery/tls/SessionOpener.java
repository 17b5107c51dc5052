package dev.pennypost.delivery.tls;

import dev.pennypost.delivery.tls.TlsDecision.Speak;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.Resolver;
import dev.pennypost.mail.smtp.client.ClientOptions;
import dev.pennypost.mail.smtp.client.Failure;
import dev.pennypost.mail.smtp.client.Phase;
import dev.pennypost.mail.smtp.client.SessionFailed;
import dev.pennypost.mail.smtp.client.SmtpSession;
import dev.pennypost.mail.smtp.client.Step;
import dev.pennypost.mail.smtp.client.TlsDemand;
import dev.pennypost.mail.smtp.client.TlsProblem;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Opens sessions with mail servers, as encrypted as whoever has a say in it demands.
public final class SessionOpener {
    private final TlsPolicies policies;
    private final TlsResults results;
    private final BrokenTls broken;

    public SessionOpener(
            Resolver resolver, StsPolicies sts, boolean enforcedVerifies, TlsResults results, InstantSource clock) {
        this(new TlsPolicies(resolver, sts, enforcedVerifies, clock), results, clock);
    }

    SessionOpener(TlsPolicies policies, TlsResults results, InstantSource clock) {
        this.policies = policies;
        this.results = results;
        this.broken = new BrokenTls(clock);
    }

    /// For a world without MTA-STS and reports; DANE goes by the resolver.
    public static SessionOpener simple(Resolver resolver, InstantSource clock) {
        var policies = new TlsPolicies(resolver, StsSource.NONE, false, clock);
        return new SessionOpener(policies, TlsResults.uncounted(), clock);
    }

    /// Opens a session with one server.
    ///
    /// @param options all but what is asked of TLS
    /// @param said everything said is added to it, unless a session is opened, which knows what was said in it
    public Opened open(MailHost host, TlsWish wish, ClientOptions options, List<Step> said) {
        return switch (policies.decide(host, wish)) {
            case TlsDecision.Barred(Bar bar, String words, var trouble) -> {
                results.trouble(wish.domain(), trouble);
                yield new Opened.Barred(bar, words);
            }
            case Speak speak -> {
                speak.trouble().ifPresent(trouble -> results.trouble(wish.domain(), trouble));
                yield new Opening(host, wish.domain(), options, said).open(speak);
            }
        };
    }

    /// Whether an open session may carry mail for another domain too: MTA-STS and the names of DANE are a matter of
    /// each recipient's domain, whoever shares its servers.
    public boolean serves(Opened.Open open, MailHost host, TlsWish wish) {
        return policies.decide(host, wish) instanceof Speak speak
                && (serves(open, speak.demand()) || (speak.onFailure() != null && serves(open, speak.onFailure())));
    }

    private static boolean serves(Opened.Open open, TlsDemand demand) {
        return switch (demand) {
            case TlsDemand.None _, TlsDemand.Opportunistic _ -> true;
            case TlsDemand.Required _ -> open.session().facts().tls().isPresent();
            case TlsDemand.WebPki _ -> open.met() instanceof TlsDemand.WebPki;
            case TlsDemand.Dane dane ->
                open.met() instanceof TlsDemand.Dane met
                        && met.records().equals(dane.records())
                        && met.hosts().equals(dane.hosts());
        };
    }

    /// What became of a session.
    public sealed interface Opened {
        /// What was decided about its encryption and what came of it, in a few words.
        String tlsPolicy();

        /// @param met what was asked of its encryption in the end
        record Open(SmtpSession session, TlsDemand met, String tlsPolicy) implements Opened {}

        record Failed(Failure failure, String tlsPolicy) implements Opened {}

        /// The server was not spoken to.
        record Barred(Bar bar, String tlsPolicy) implements Opened {}
    }

    private final class Opening {
        private final MailHost host;
        private final DomainName domain;
        private final ClientOptions options;
        private final List<Step> said;

        Opening(MailHost host, DomainName domain, ClientOptions options, List<Step> said) {
            this.host = host;
            this.domain = domain;
            this.options = options;
            this.said = said;
        }

        Opened open(Speak speak) {
            if (speak.demand() instanceof TlsDemand.Opportunistic && broken.remembers(host)) return remembered(speak);
            try {
                SmtpSession session = connect(speak.demand());
                count(speak, session.facts().tls().isPresent() ? Optional.empty() : notOffered());
                return new Opened.Open(session, speak.demand(), words(speak, session));
            } catch (SessionFailed failed) {
                said.addAll(failed.steps());
                Failure failure = failed.failure();
                if (isAboutTls(failure)) count(speak, Optional.of(failure));
                return otherwise(speak, failure);
            }
        }

        private SmtpSession connect(TlsDemand demand) throws SessionFailed {
            return SmtpSession.open(host.target(), options.withTls(demand));
        }

        private Opened remembered(Speak speak) {
            count(speak, Optional.of(new Failure.TlsFailed(TlsProblem.HANDSHAKE_FAILED, "broken before")));
            return inTheClear("clear: broken TLS remembered");
        }

        private Opened otherwise(Speak speak, Failure failure) {
            if (isAboutTls(failure) && speak.onFailure() != null)
                return open(new Speak(speak.onFailure(), null, speak.words() + " not met", null, Optional.empty()));
            // RFC 7435 §3: some protection when possible, none rather than no mail
            if (failure instanceof Failure.TlsFailed && speak.demand() instanceof TlsDemand.Opportunistic)
                return afterBrokenTls();
            return new Opened.Failed(failure, isAboutTls(failure) ? speak.words() + " not met" : speak.words());
        }

        private Opened afterBrokenTls() {
            Opened opened = inTheClear("clear: TLS broken");
            if (opened instanceof Opened.Open) broken.remember(host);
            return opened;
        }

        private Opened inTheClear(String words) {
            try {
                return new Opened.Open(connect(new TlsDemand.None()), new TlsDemand.None(), words);
            } catch (SessionFailed failed) {
                said.addAll(failed.steps());
                return new Opened.Failed(failed.failure(), words);
            }
        }

        private void count(Speak speak, Optional<Failure> failure) {
            if (speak.policy() != null) results.session(domain, speak.policy(), host, failure);
        }
    }

    private static Optional<Failure> notOffered() {
        return Optional.of(new Failure.TlsNotOffered());
    }

    /// Whether encryption is what it failed for, and not the server or the way to it.
    private static boolean isAboutTls(Failure failure) {
        return failure instanceof Failure.TlsNotOffered
                || failure instanceof Failure.TlsFailed
                || (failure instanceof Failure.Refused(Phase phase, var reply)
                        && phase == Phase.TLS
                        && reply.code() != 421);
    }

    private static String words(Speak speak, SmtpSession session) {
        return switch (speak.demand()) {
            case TlsDemand.Dane _, TlsDemand.WebPki _ -> speak.words() + " verified";
            case TlsDemand.Opportunistic _ ->
                speak.words() + (session.facts().tls().isPresent() ? "" : ", not offered");
            case TlsDemand.None _, TlsDemand.Required _ -> speak.words();
        };
    }
}
