package dev.pennypost.cli;

import dev.pennypost.Settings;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `pennypost team contact`: says where the operator's notices to a team go, and changes it.
@Command(
        name = "contact",
        description = "Show where notices to a team go, after changing it when an address is given.",
        footer = "%nA team is written to when one of its webhooks was disabled, where webhooks.notices-from is set.")
final class ContactTeam implements Callable<Integer> {
    private final Surroundings around;

    @Parameters(
            arity = "0..1",
            paramLabel = "ADDRESS",
            converter = Conversions.Contact.class,
            description = "An email address; `none` to take it away.")
    private @Nullable String address;

    @Mixin
    private OfTeam of = new OfTeam();

    ContactTeam(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        Settings settings = of.settings(around, "team contact");
        Optional<String> contact = around.launcher().contactTeam(settings, of.team(), this::changed);
        around.out().println("contact: " + contact.orElse(Conversions.NOBODY));
        return CommandLine.ExitCode.OK;
    }

    /// What is not typed stays.
    private Optional<String> changed(Optional<String> now) {
        if (address == null) return now;
        return address.equals(Conversions.NOBODY) ? Optional.empty() : Optional.of(address);
    }
}
