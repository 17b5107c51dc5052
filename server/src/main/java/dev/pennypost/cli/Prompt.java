package dev.pennypost.cli;

import dev.pennypost.config.CannotStart;
import dev.pennypost.config.Secret;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where passwords are typed: at a terminal, which does not show them, or into standard input. Never as an argument,
/// which everybody on the machine could read.
public final class Prompt {
    private final @Nullable Console terminal;
    private final InputStream input;

    private Prompt(@Nullable Console terminal, InputStream input) {
        this.terminal = terminal;
        this.input = input;
    }

    static Prompt ofProcess() {
        return new Prompt(
                Optional.ofNullable(System.console())
                        .filter(Console::isTerminal)
                        .orElse(null),
                System.in);
    }

    /// Into this, instead of standard input.
    public static Prompt of(InputStream input) {
        return new Prompt(null, input);
    }

    /// A password to be set: asked for twice at a terminal, else the first line of the input.
    ///
    /// @throws CannotStart when there is none
    Secret newPassword() {
        if (terminal == null) return line();
        char[] typed = terminal.readPassword("Password: ");
        char[] again = terminal.readPassword("Again: ");
        if (typed == null || again == null) throw none();
        if (!Arrays.equals(typed, again)) throw new CannotStart("the two passwords differ");
        return new Secret(new String(typed));
    }

    /// The reader is not closed, for the input is not ours.
    @SuppressWarnings("resource")
    private Secret line() {
        try {
            String line = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8)).readLine();
            if (line == null) throw none();
            return new Secret(line);
        } catch (IOException unreadable) {
            throw new CannotStart("cannot read the password: " + unreadable.getMessage(), unreadable);
        }
    }

    private static CannotStart none() {
        return new CannotStart("no password: type it, or hand it in on standard input");
    }
}
