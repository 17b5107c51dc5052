package dev.pennypost.mail.smtp.server;

import dev.pennypost.mail.smtp.Reply;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One AUTH exchange (RFC 4954 §4): takes the client's responses, and asks for the next or has the credentials.
final class Login {
    static final Reply CANCELLED = Reply.of(501, "5.7.0 login cancelled");
    private static final Reply NOT_BASE64 = Reply.of(501, "5.5.2 that is not Base64 of UTF-8");
    private static final Reply NOT_PLAIN = Reply.of(501, "5.5.2 expected identity, NUL, user, NUL, password");
    private static final Reply NOT_YOURS = Reply.of(535, "5.7.8 nobody may act for another");
    private static final Reply GO_AHEAD = Reply.of(334, "");
    private static final Reply USER_NAME = Reply.of(334, "VXNlcm5hbWU6"); // "Username:"
    private static final Reply PASSWORD = Reply.of(334, "UGFzc3dvcmQ6"); // "Password:"

    private final boolean plain;
    private @Nullable String user;

    private Login(boolean plain) {
        this.plain = plain;
    }

    /// What comes of a response.
    sealed interface Turn {
        record Ask(Reply reply) implements Turn {}

        record Credentials(String user, String password) implements Turn {
            /// Without the password: records end up in logs.
            @Override
            public String toString() {
                return "Credentials[" + user + "]";
            }
        }

        record Failed(Reply reply) implements Turn {}
    }

    /// Empty for a mechanism we do not have.
    static Optional<Login> by(String mechanism) {
        return switch (mechanism.toUpperCase(Locale.ROOT)) {
            case "PLAIN" -> Optional.of(new Login(true));
            case "LOGIN" -> Optional.of(new Login(false));
            default -> Optional.empty();
        };
    }

    /// @param initialResponse as it stood in the command, where `=` is an empty one; null for none
    Turn begin(@Nullable String initialResponse) {
        if (initialResponse == null) return new Turn.Ask(plain ? GO_AHEAD : USER_NAME);
        return respond(initialResponse.equals("=") ? "" : initialResponse);
    }

    Turn respond(String line) {
        if (line.equals("*")) return new Turn.Failed(CANCELLED);
        Optional<String> text = decoded(line);
        if (text.isEmpty()) return new Turn.Failed(NOT_BASE64);
        return plain ? plain(text.get()) : nameThenPassword(text.get());
    }

    private Turn nameThenPassword(String text) {
        if (user != null) return new Turn.Credentials(user, text);
        user = text;
        return new Turn.Ask(PASSWORD);
    }

    /// RFC 4616 §2: who to act as, who is there, and the password.
    private static Turn plain(String text) {
        String[] parts = text.split("\0", -1);
        if (parts.length != 3) return new Turn.Failed(NOT_PLAIN);
        if (!parts[0].isEmpty() && !parts[0].equals(parts[1])) return new Turn.Failed(NOT_YOURS);
        return new Turn.Credentials(parts[1], parts[2]);
    }

    private static Optional<String> decoded(String base64) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getDecoder().decode(base64)))
                    .toString());
        } catch (IllegalArgumentException | CharacterCodingException malformed) {
            return Optional.empty();
        }
    }
}
