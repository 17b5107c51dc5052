package dev.pennypost.delivery.scenarios;

import dev.pennypost.audit.TestsAct;
import dev.pennypost.emails.World;
import dev.pennypost.keys.Caller;
import dev.pennypost.mail.smtp.client.ClientOptions;
import dev.pennypost.mail.smtp.client.Timeouts;
import dev.pennypost.testkit.FakeMx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// What stories are told with: given a server that…, when an email is sent, then….
///
/// Servers stand at addresses 127.x.y.z of their own, all at one port, and are found by MX records.
final class Scenario implements AutoCloseable {
    /// How long a server may take for anything. Long enough for a busy machine, as short as stories of silence bear.
    static final Duration PATIENCE = Duration.ofSeconds(3);
    /// Longer than the wait after a first attempt, jitter included.
    static final Duration UNTIL_THE_SECOND_ATTEMPT = Duration.ofMinutes(7);

    private static final AtomicInteger STANDING = new AtomicInteger(1);

    final World world;
    final Caller acme;
    final Caller strict;
    private final FakeMx first = FakeMx.start();
    private final List<FakeMx> servers = new CopyOnWriteArrayList<>();
    private final AtomicInteger stories = new AtomicInteger();

    Scenario() {
        this(PATIENCE);
    }

    /// @param patience how long a server may take for anything
    Scenario(Duration patience) {
        world = new World(new World.Outside(
                Map.of(), first.port(), ClientOptions.named("mta.test").withTimeouts(timeouts(patience))));
        acme = world.sender(world.team("acme"), "acme.test");
        strict = world.sender(world.team("strict"), "strict.test");
        world.database.useTransaction(
                tx -> tx.handle().execute("update domains set tls = 'enforced' where name = 'strict.test'"));
    }

    private static Timeouts timeouts(Duration each) {
        var quit = Duration.ofMillis(300);
        return new Timeouts(each, each, each, each, each, each, each, quit);
    }

    /// A domain that nobody else sends to, with a server.
    ///
    /// @param about a word that its name begins with
    Story story(String about) {
        String domain = about + stories.incrementAndGet() + ".test";
        return new Story(this, domain, server(domain, "mx1", 10));
    }

    /// A further server of a domain.
    FakeMx server(String domain, String name, int preference) {
        String address = nextAddress();
        var mx = FakeMx.startAt(address, first.port());
        servers.add(mx);
        names(domain, name, preference, address);
        return mx;
    }

    /// Has a domain name a server where nobody listens.
    void serverThatIsDown(String domain, String name, int preference) {
        names(domain, name, preference, nextAddress());
    }

    private void names(String domain, String name, int preference, String address) {
        world.dns.mx(domain, preference, name + "." + domain).a(name + "." + domain, address);
    }

    private static String nextAddress() {
        int number = STANDING.incrementAndGet();
        return "127.7." + number / 250 + "." + (1 + number % 250);
    }

    /// Lets time pass.
    void pass(Duration time) {
        world.clock.advance(time);
    }

    void passUntilTheSecondAttempt() {
        pass(UNTIL_THE_SECOND_ATTEMPT);
    }

    @Override
    public void close() {
        servers.forEach(FakeMx::close);
        first.close();
        world.close();
    }

    /// Gives every test that asks for it the one scenario of this JVM.
    static final class Shared implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
            return parameter.getParameter().getType() == Scenario.class;
        }

        @Override
        public Scenario resolveParameter(ParameterContext parameter, ExtensionContext test) {
            return test.getRoot()
                    .getStore(ExtensionContext.Namespace.create(Scenario.class))
                    .computeIfAbsent(Scenario.class, _ -> begun(), Scenario.class);
        }

        private static Scenario begun() {
            try {
                return TestsAct.by(Scenario::new).call();
            } catch (Exception broken) {
                throw new IllegalStateException(broken);
            }
        }
    }
}
