package dev.pennypost.webhooks.scenarios;

import dev.pennypost.webhooks.World;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// What stories are told with: given an endpoint that…, when something happens, then….
final class Scenario implements AutoCloseable {
    /// How long an attempt may take. Long enough for a busy machine, as short as stories of silence bear.
    static final Duration PATIENCE = Duration.ofSeconds(3);
    /// Longer than the wait after a first attempt, jitter included.
    static final Duration UNTIL_THE_SECOND_ATTEMPT = Duration.ofSeconds(6);

    final Names names = new Names();
    final World world;
    private final AtomicInteger stories = new AtomicInteger();

    Scenario() {
        this(true, PATIENCE);
    }

    Scenario(boolean privateAddresses, Duration patience) {
        world = new World(privateAddresses, patience, names);
    }

    /// A team with one webhook.
    Story story(String url) {
        var team = world.team("team" + stories.incrementAndGet());
        return new Story(this, team, world.webhook(team, url));
    }

    void passUntilTheSecondAttempt() {
        world.pass(UNTIL_THE_SECOND_ATTEMPT);
    }

    @Override
    public void close() {
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
                    .computeIfAbsent(Scenario.class, _ -> new Scenario(), Scenario.class);
        }
    }
}
