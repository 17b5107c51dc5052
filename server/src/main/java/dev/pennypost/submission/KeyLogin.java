package dev.pennypost.submission;

import dev.pennypost.keys.Keys;
import dev.pennypost.mail.smtp.server.Authenticator;
import dev.pennypost.mail.smtp.server.Client;
import java.time.Duration;
import java.util.function.Consumer;

/// Lets in the user `resend` with an API key for a password (contract §30).
final class KeyLogin implements Authenticator {
    static final String USER = "resend";

    /// Holds up the virtual thread of the one connection.
    static final Consumer<Duration> SLEEP = pause -> {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    };

    private final Keys keys;
    private final FailedLogins failed;
    private final Consumer<Duration> pause;

    /// @param pause takes its time before a failed login is answered
    KeyLogin(Keys keys, FailedLogins failed, Consumer<Duration> pause) {
        this.keys = keys;
        this.failed = failed;
        this.pause = pause;
    }

    @Override
    public Answer login(Client client, String user, String password) {
        if (failed.tooMany(client.address())) return new Answer.Refused(Replies.TOO_MANY_FAILED_LOGINS);
        if (user.equals(USER) && keys.authenticate(password).isPresent())
            return new Answer.Welcome(new KeyHolder(keys, password));
        pause.accept(failed.count(client.address()));
        return new Answer.Refused(Replies.LOGIN_FAILED);
    }
}
