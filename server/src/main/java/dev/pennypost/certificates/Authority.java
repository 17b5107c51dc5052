package dev.pennypost.certificates;

import dev.pennypost.mail.dns.DomainName;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.OrderBuilder;
import org.shredzone.acme4j.PollableResource;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.connector.Resource;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.shredzone.acme4j.exception.AcmeUnauthorizedException;
import org.shredzone.acme4j.exception.AcmeUserActionRequiredException;
import org.shredzone.acme4j.provider.GenericAcmeProvider;

/// A certificate authority that speaks ACME (RFC 8555), through acme4j. Nonces, also those the authority
/// turns down, are the library's business; what the authority says becomes a [CertificateProblem] here and
/// nowhere else.
final class Authority implements AutoCloseable {
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);
    /// For an authority that does not say when to ask again.
    private static final Duration ASK_AGAIN = Duration.ofSeconds(3);
    /// Validating and signing are often done by then.
    private static final Duration ASK_FIRST = Duration.ofMillis(500);
    /// For one state of an order to become the next.
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /// RFC 8555 §6.6 recommends, but does not demand, that the authority says how long.
    private static final Duration LIMITED_FOR = Duration.ofHours(1);

    private static final String ERRORS = "urn:ietf:params:acme:error:";

    private static final Set<String> ABOUT_THE_ACCOUNT = Set.of(
            "accountDoesNotExist",
            "badPublicKey",
            "badSignatureAlgorithm",
            "externalAccountRequired",
            "invalidContact",
            "unsupportedContact");

    private final CertificatesConfig config;
    private final Session session;
    private final SecureRandom random;
    /// What the authority says of times is by the clock of the world, whatever ours shows in a test.
    private final InstantSource network = InstantSource.system();

    private final CountDownLatch closing = new CountDownLatch(1);

    Authority(CertificatesConfig config, SecureRandom random) {
        this.config = config;
        this.random = random;
        session = new Session(
                URI.create(config.directory()), new Provider(Trust.withRoots(config.rootCertificateFile())));
        session.networkSettings().setTimeout(REQUEST_TIMEOUT);
        session.setLocale(Locale.ENGLISH);
    }

    /// Where challenges are answered.
    @FunctionalInterface
    interface Board {
        /// Has every node answer; returns when they will.
        void post(String token, String answer);
    }

    /// When an authority wants a certificate to be renewed (RFC 9773).
    ///
    /// @param askAgain when it may have changed its mind
    record Window(Instant start, Instant end, Instant askAgain) {}

    /// Makes the account of a key known, or finds the one that it has (RFC 8555 §7.3.1).
    ///
    /// @return the account's URL
    String register(KeyPair key) throws Refused {
        return spoken(() -> {
            var account = new AccountBuilder().useKeyPair(key).agreeToTermsOfService();
            if (!config.contact().isEmpty()) account.addEmail(config.contact());
            if (!config.accountKeyId().isEmpty())
                account.withKeyIdentifier(
                        config.accountKeyId(), config.accountKey().reveal());
            return account.createLogin(session).getAccountLocation().toString();
        });
    }

    Login login(String account, KeyPair key) {
        try {
            return session.login(URI.create(account).toURL(), key);
        } catch (IOException impossible) {
            throw new IllegalStateException("the authority gave us no URL: " + account, impossible);
        }
    }

    void tellContact(Login login) throws Refused {
        spoken(() -> {
            var change = login.getAccount().modify();
            change.getContacts().clear();
            if (!config.contact().isEmpty()) change.addEmail(config.contact());
            change.commit();
            return true;
        });
    }

    /// Empty where the authority does not suggest any, or cannot be asked now (RFC 9773 §4.3.3).
    Optional<Window> renewalWindow(Login login, X509Certificate certificate) {
        try {
            return spoken(() -> {
                if (session.resourceUrlOptional(Resource.RENEWAL_INFO).isEmpty()) return Optional.empty();
                var info = login.bindRenewalInfo(certificate);
                Instant again = info.fetch().orElseGet(() -> network.instant().plus(Duration.ofHours(6)));
                return Optional.of(new Window(info.getSuggestedWindowStart(), info.getSuggestedWindowEnd(), again));
            });
        } catch (Refused _) {
            return Optional.empty();
        }
    }

    /// Orders a certificate, which takes seconds to minutes.
    ///
    /// @param replaced the certificate that the new one takes the place of; null for none
    Issued order(Login login, DomainName host, @Nullable X509Certificate replaced, Board board) throws Refused {
        return spoken(() -> {
            Order order = create(login, host, replaced);
            for (Authorization authorization : order.getAuthorizations()) prove(authorization, board);
            await("order", order, EnumSet.of(Status.READY, Status.VALID));
            KeyPair key = newKey();
            order.execute(key);
            pause(ASK_FIRST);
            await("certificate", order, EnumSet.of(Status.VALID));
            var issued = new Issued(order.getCertificate().getCertificateChain(), key.getPrivate());
            requireGood(issued, host, key);
            return issued;
        });
    }

    private Order create(Login login, DomainName host, @Nullable X509Certificate replaced) throws AcmeException {
        OrderBuilder order = login.newOrder().domain(host.ascii());
        if (replaced == null
                || session.resourceUrlOptional(Resource.RENEWAL_INFO).isEmpty()) return order.create();
        try {
            return login.newOrder().domain(host.ascii()).replaces(replaced).create();
        } catch (AcmeProtocolException | AcmeServerException refused) {
            if (refused instanceof AcmeRateLimitedException limited) throw limited;
            // RFC 9773 §5: replaced already, or issued by another authority. The order is good without.
            return order.create();
        }
    }

    private void prove(Authorization authorization, Board board) throws AcmeException, Refused {
        if (authorization.getStatus() == Status.VALID) return;
        Http01Challenge challenge = authorization
                .findChallenge(Http01Challenge.class)
                .orElseThrow(() ->
                        new Refused(new CertificateProblem.OrderRefused("the authority offers no http-01 challenge")));
        board.post(challenge.getToken(), challenge.getAuthorization());
        challenge.trigger();
        pause(ASK_FIRST);
        if (poll(authorization, EnumSet.of(Status.VALID, Status.INVALID, Status.EXPIRED, Status.DEACTIVATED))
                == Status.VALID) return;
        throw new Refused(authorization
                .findChallenge(Http01Challenge.class)
                .flatMap(Http01Challenge::getError)
                .map(Authority::ofValidation)
                .orElseGet(() ->
                        new CertificateProblem.ChallengeFailed("the authority does not say why; its authorization is "
                                + authorization.getStatus().toString().toLowerCase(Locale.ROOT))));
    }

    private void await(String what, Order order, Set<Status> wanted) throws AcmeException, Refused {
        var ends = EnumSet.copyOf(wanted);
        ends.add(Status.INVALID);
        if (wanted.contains(poll(order, ends))) return;
        throw new Refused(order.getError()
                .map(Authority::ofOrder)
                .orElseGet(() -> new CertificateProblem.OrderRefused(
                        "the authority made the " + what + " invalid and does not say why")));
    }

    private Status poll(PollableResource resource, Set<Status> ends) throws AcmeException, Refused {
        Instant deadline = network.instant().plus(PATIENCE);
        while (true) {
            Instant again = resource.fetch().orElseGet(() -> network.instant().plus(ASK_AGAIN));
            if (ends.contains(resource.getStatus())) return resource.getStatus();
            if (again.isAfter(deadline))
                throw new Refused(new CertificateProblem.AuthorityUnreachable(
                        "the authority has not decided within " + PATIENCE.toMinutes() + " minutes"));
            pause(Duration.between(network.instant(), again));
        }
    }

    /// Ends early when this node closes: what was ordered is ordered again by the next.
    private void pause(Duration pause) throws Refused {
        try {
            if (!closing.await(Math.max(0, pause.toMillis()), TimeUnit.MILLISECONDS)) return;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        throw new Refused(new CertificateProblem.AuthorityUnreachable("this node was closed meanwhile"));
    }

    boolean isClosing() {
        return closing.getCount() == 0;
    }

    private KeyPair newKey() {
        return newKey(random);
    }

    /// P-256: what every authority signs and every browser since 2013 takes.
    static KeyPair newKey(SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("P-256 is missing from this JDK", impossible);
        }
    }

    private static void requireGood(Issued issued, DomainName host, KeyPair key) throws Refused {
        if (!issued.certificate().getPublicKey().equals(key.getPublic())
                || !Names.of(issued.certificate()).cover(host))
            throw new Refused(
                    new CertificateProblem.OrderRefused("the authority issued a certificate that we did not ask for"));
    }

    /// One or more requests to the authority.
    @FunctionalInterface
    private interface Conversation<T> {
        T hold() throws AcmeException, Refused;
    }

    private <T> T spoken(Conversation<T> conversation) throws Refused {
        try {
            return conversation.hold();
        } catch (AcmeLazyLoadingException lazy) {
            throw lazy.getCause() instanceof AcmeException why ? refused(why) : notAcme(lazy);
        } catch (AcmeException refused) {
            throw refused(refused);
        } catch (AcmeProtocolException | IllegalArgumentException | IllegalStateException strange) {
            throw notAcme(strange);
        }
    }

    private static Refused notAcme(RuntimeException strange) {
        return new Refused(
                new CertificateProblem.AuthorityUnreachable(
                        "the authority's answer is not ACME: " + strange.getMessage()),
                strange);
    }

    private Refused refused(AcmeException refused) {
        return new Refused(problem(refused), refused);
    }

    private CertificateProblem problem(AcmeException refused) {
        return switch (refused) {
            case AcmeRateLimitedException limited ->
                new CertificateProblem.RateLimited(
                        said(limited.getProblem()),
                        limited.getRetryAfter()
                                .orElseGet(() -> network.instant().plus(LIMITED_FOR)));
            case AcmeUnauthorizedException closed -> new CertificateProblem.AccountRefused(said(closed.getProblem()));
            case AcmeUserActionRequiredException terms ->
                new CertificateProblem.AccountRefused(said(terms.getProblem())
                        + terms.getTermsOfServiceUri()
                                .map(uri -> " (" + uri + ")")
                                .orElse(""));
            case AcmeServerException server -> ofOrder(server.getProblem());
            case AcmeNetworkException broken ->
                new CertificateProblem.AuthorityUnreachable(String.valueOf(broken.getCause()));
            default -> new CertificateProblem.AuthorityUnreachable(String.valueOf(refused.getMessage()));
        };
    }

    private static CertificateProblem ofOrder(Problem problem) {
        String type = type(problem);
        if (ABOUT_THE_ACCOUNT.contains(type)) return new CertificateProblem.AccountRefused(said(problem));
        return switch (type) {
            case "caa" -> new CertificateProblem.CaaForbids(said(problem));
            case "dns" -> new CertificateProblem.Dns(said(problem));
            case "serverInternal", "badNonce" -> new CertificateProblem.AuthorityUnreachable(said(problem));
            default -> new CertificateProblem.OrderRefused(said(problem));
        };
    }

    private static CertificateProblem ofValidation(Problem problem) {
        return switch (type(problem)) {
            case "caa" -> new CertificateProblem.CaaForbids(said(problem));
            default -> new CertificateProblem.ChallengeFailed(said(problem));
        };
    }

    private static String type(Problem problem) {
        String type = problem.getType().toString();
        return type.startsWith(ERRORS) ? type.substring(ERRORS.length()) : type;
    }

    /// The authority's own words; in RFC 8555 §6.7.1 the more precise ones stand below.
    private static String said(Problem problem) {
        var words = new StringBuilder(problem.getDetail()
                .or(problem::getTitle)
                .orElseGet(() -> problem.getType().toString()));
        List<Problem> below = problem.getSubProblems();
        below.forEach(one -> words.append("; ").append(said(one)));
        return words.toString();
    }

    /// Gives up waiting, and hangs up.
    @Override
    public void close() {
        closing.countDown();
        session.getHttpClient().shutdownNow();
    }

    /// Any authority, known by its directory; trusts whom the settings trust.
    private static final class Provider extends GenericAcmeProvider {
        private final SSLContext trust;

        Provider(SSLContext trust) {
            this.trust = trust;
        }

        @Override
        public HttpClient createHttpClient(NetworkSettings settings) {
            return HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .connectTimeout(settings.getTimeout())
                    .proxy(settings.getProxySelector())
                    .sslContext(trust)
                    .build();
        }
    }
}
