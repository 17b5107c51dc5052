package dev.pennypost.dashboard.shell;

import java.io.IOException;

/// Tells an open page what changes, until there is nothing more to tell or nobody listens.
@FunctionalInterface
public interface Teller {
    /// @throws IOException when the page is gone
    void tell(Wire wire) throws IOException;
}
