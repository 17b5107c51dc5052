package dev.pennypost.cli;

import dev.pennypost.Settings;
import dev.pennypost.domains.diagnosis.Surveyor;

/// What commands ask of the product. Every method throws [CannotStart] for reasons the operator can do something about.
public interface Launcher {
    /// Starts the server; returns when it serves.
    Serving serve(Settings settings);

    /// Starts the sandbox; returns when it serves.
    Serving dev(Settings settings, Sandbox sandbox);

    /// Makes an API key in the database of these settings, also while a server runs on it.
    ///
    /// @return the token, which cannot be read again
    String createKey(Settings settings, NewKey key);

    /// Ready to look at domains by these settings; needs neither server nor database.
    Surveyor surveyor(Settings settings);
}
