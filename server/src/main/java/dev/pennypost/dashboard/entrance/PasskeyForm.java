package dev.pennypost.dashboard.entrance;

import dev.pennypost.dashboard.shell.Paths;
import java.util.Map;

/// What a browser needs to use a passkey.
///
/// @param before the page that led here: the answer goes to its `/passkey`
/// @param options JSON, for the browser
/// @param to where it leads
record PasskeyForm(String before, String ticket, String options, String to) {
    private boolean isSecondStep() {
        return before.endsWith("/code");
    }

    String back() {
        return isSecondStep() ? Paths.with(before, Map.of("to", to)) : before;
    }

    String backWords() {
        return isSecondStep() ? "Go on in another way" : "Sign in with a password";
    }

    @Override
    public String toString() {
        return "PasskeyForm[" + to + "]";
    }
}
