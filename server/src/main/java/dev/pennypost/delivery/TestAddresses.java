package dev.pennypost.delivery;

import dev.pennypost.config.CannotStart;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.dns.BadDomainName;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.smtp.Reply;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which recipients stand for what becomes of an email.
///
/// Those at the domain of test addresses can be sent to again and again: nothing that happens there suppresses them. In
/// production no server is connected to for them. In the sandbox, whose exchanger plays all servers, they are sent to
/// like anybody, and mailboxes of the same names are there in every other domain too: these are the world outside, and
/// what happens there has its consequences.
public final class TestAddresses {
    public static final TestAddresses NONE = new TestAddresses(null, false);

    private static final DomainName USUAL = new DomainName("resend.dev");
    private static final Reply NO_SUCH_USER = TestAddress.BOUNCED.reply();

    private final @Nullable DomainName domain;
    private final boolean inSandbox;

    private TestAddresses(@Nullable DomainName domain, boolean inSandbox) {
        this.domain = domain;
        this.inSandbox = inSandbox;
    }

    /// Those of one domain.
    public static TestAddresses at(DomainName domain) {
        return new TestAddresses(domain, false);
    }

    /// As the operator set it: none, or those of one domain.
    ///
    /// @throws CannotStart when the setting is no domain
    public static TestAddresses of(DeliveryConfig config) {
        DomainName domain = domain(config);
        return domain == null ? NONE : at(domain);
    }

    /// Those of the sandbox.
    ///
    /// @throws CannotStart when the setting is no domain
    public static TestAddresses inSandbox(DeliveryConfig config) {
        DomainName domain = domain(config);
        return new TestAddresses(domain == null ? USUAL : domain, true);
    }

    private static @Nullable DomainName domain(DeliveryConfig config) {
        if (config.testAddresses().isEmpty()) return null;
        try {
            return DomainName.parse(config.testAddresses());
        } catch (BadDomainName bad) {
            throw new CannotStart("delivery.test-addresses: `" + config.testAddresses() + "` " + bad.why(), bad);
        }
    }

    /// What a recipient stands for.
    public Optional<TestAddress> of(Address recipient) {
        return inSandbox || isAtDomain(recipient) ? TestAddress.named(recipient.toString()) : Optional.empty();
    }

    /// Whether a recipient can be sent to again and again, whatever becomes of it.
    public boolean isRepeatable(Address recipient) {
        return isAtDomain(recipient);
    }

    /// What a server would say to a delivery for which none is connected to.
    Optional<Reply> reply(Delivery delivery) {
        if (inSandbox || !isAtDomain(delivery.recipient())) return Optional.empty();
        TestAddress address = of(delivery.recipient()).orElse(null);
        if (address == null) return Optional.of(NO_SUCH_USER);
        boolean isOver = address == TestAddress.DELAYED && delivery.attempts() > 0;
        return Optional.of(isOver ? TestAddress.DELIVERED.reply() : address.reply());
    }

    private boolean isAtDomain(Address recipient) {
        return recipient.domain().equals(domain);
    }
}
