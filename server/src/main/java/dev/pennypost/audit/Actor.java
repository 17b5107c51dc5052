package dev.pennypost.audit;

import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Whoever makes a change.
public sealed interface Actor {
    /// A program with an API key.
    ///
    /// @param name of the key, as it was then
    record ApiKey(UUID id, @Nullable String name, Origin origin) implements Actor {}

    /// Somebody who has signed in.
    record Person(UUID id, String email, Origin origin) implements Actor {}

    /// Whoever runs the installation.
    ///
    /// @param name by which way, such as `command line`
    record Operator(String name, Origin origin) implements Actor {}

    /// Pennypost itself.
    ///
    /// @param name of what it was at, such as `key rotation`
    record Ourselves(String name) implements Actor {}

    /// Somebody who shows no key, such as one who follows a link that was shared.
    record Guest(Origin origin) implements Actor {}

    /// Somebody of whom nothing is known. A record of it is a flaw of ours: better than none.
    record Unknown() implements Actor {}

    /// What kinds there are, spelled as in the database and in answers.
    enum Kind {
        API_KEY,
        PERSON,
        OPERATOR,
        SYSTEM,
        GUEST,
        UNKNOWN;

        public String spelled() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    default Kind kind() {
        return switch (this) {
            case ApiKey _ -> Kind.API_KEY;
            case Person _ -> Kind.PERSON;
            case Operator _ -> Kind.OPERATOR;
            case Ourselves _ -> Kind.SYSTEM;
            case Guest _ -> Kind.GUEST;
            case Unknown _ -> Kind.UNKNOWN;
        };
    }

    /// What identifies it among its kind; null for kinds without.
    default @Nullable UUID idOrNull() {
        return switch (this) {
            case ApiKey(UUID id, var _, var _) -> id;
            case Person(UUID id, var _, var _) -> id;
            case Operator _, Ourselves _, Guest _, Unknown _ -> null;
        };
    }

    /// What people call it; null where there is nothing to call it.
    default @Nullable String nameOrNull() {
        return switch (this) {
            case ApiKey(var _, String name, var _) -> name;
            case Person(var _, String email, var _) -> email;
            case Operator(String name, var _) -> name;
            case Ourselves(String name) -> name;
            case Guest _, Unknown _ -> null;
        };
    }

    default Origin from() {
        return switch (this) {
            case ApiKey(var _, var _, Origin origin) -> origin;
            case Person(var _, var _, Origin origin) -> origin;
            case Operator(var _, Origin origin) -> origin;
            case Guest(Origin origin) -> origin;
            case Ourselves _, Unknown _ -> Origin.HERE;
        };
    }
}
