/// The types settings are made of, and the loader that reads them from TOML and the environment. Each component owns
/// one record of settings; this package knows none of them by name.
@NullMarked
package dev.pennypost.config;

import org.jspecify.annotations.NullMarked;
