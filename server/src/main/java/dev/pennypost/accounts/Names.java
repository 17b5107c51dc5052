package dev.pennypost.accounts;

import java.util.Optional;

/// What people, teams and passkeys may be called.
final class Names {
    static final int MOST = 100;

    private Names() {}

    /// The name without white space around it; empty when it is none.
    static Optional<String> of(String typed) {
        String name = typed.strip();
        boolean fits = !name.isEmpty() && name.codePointCount(0, name.length()) <= MOST;
        return fits && name.codePoints().noneMatch(Character::isISOControl) ? Optional.of(name) : Optional.empty();
    }

    static AccountProblem problem() {
        return new AccountProblem.BadName(MOST);
    }
}
