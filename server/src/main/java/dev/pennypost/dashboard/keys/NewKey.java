package dev.pennypost.dashboard.keys;

import dev.pennypost.dashboard.shell.Form;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The form for a key, with what was filled in.
///
/// @param permission `full`, `sending`, or `team`
/// @param managesMembers whether the visitor may give a key what `team` stands for
/// @param expires days until it ends; empty for never
record NewKey(
        String name,
        String permission,
        boolean managesMembers,
        String domain,
        String expires,
        List<Choice> domains,
        @Nullable String nameError,
        @Nullable String domainError) {
    static NewKey empty(List<Choice> domains, boolean managesMembers) {
        return new NewKey("", "full", managesMembers, "", "", domains, null, null);
    }

    boolean is(String one) {
        return permission.equals(one);
    }

    static NewKey of(
            Form form,
            List<Choice> domains,
            boolean managesMembers,
            @Nullable String nameError,
            @Nullable String domainError) {
        return new NewKey(
                form.text("name"),
                form.text("permission").isEmpty() ? "full" : form.text("permission"),
                managesMembers,
                form.text("domain"),
                form.text("expires"),
                domains,
                nameError,
                domainError);
    }

    /// A domain to choose.
    record Choice(UUID id, String name) {}
}
