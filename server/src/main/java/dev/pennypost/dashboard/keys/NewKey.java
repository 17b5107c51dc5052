package dev.pennypost.dashboard.keys;

import dev.pennypost.dashboard.shell.Form;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The form for a key, with what was filled in.
///
/// @param expires days until it ends; empty for never
record NewKey(
        String name,
        boolean sendingOnly,
        String domain,
        String expires,
        List<Choice> domains,
        @Nullable String nameError,
        @Nullable String domainError) {
    static NewKey empty(List<Choice> domains) {
        return new NewKey("", false, "", "", domains, null, null);
    }

    static NewKey of(
            Form form, List<Choice> domains, @Nullable String nameError, @Nullable String domainError) {
        return new NewKey(
                form.text("name"),
                form.text("permission").equals("sending"),
                form.text("domain"),
                form.text("expires"),
                domains,
                nameError,
                domainError);
    }

    /// A domain to choose.
    record Choice(UUID id, String name) {}
}
