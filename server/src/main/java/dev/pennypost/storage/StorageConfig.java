package dev.pennypost.storage;

import dev.pennypost.config.Key;
import dev.pennypost.config.Secret;

/// Settings of the database.
public record StorageConfig(
        @Key(
                "JDBC or postgres:// URL of an external PostgreSQL 17 or newer. Empty: an embedded PostgreSQL in the data directory.")
        String url,

        @Key("User at the external database, unless the URL names one.")
        String user,

        @Key("Password at the external database, unless the URL names one.")
        Secret password,

        @Key(value = "Connections kept to the database.", or = "12")
        int connections) {}
