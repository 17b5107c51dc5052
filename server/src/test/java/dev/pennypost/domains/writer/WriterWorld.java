package dev.pennypost.domains.writer;

import java.util.List;

/// A DNS host for the contract, real or played. It has the zone `acme.test`.
interface WriterWorld extends AutoCloseable {
    Credentials credentials();

    Credentials wrongCredentials();

    Endpoints endpoints();

    /// Puts a record there as its owner would.
    ///
    /// @param value without quotes, hosts without a dot, an MX with its preference in front
    void put(String name, String type, String value);

    /// What resolvers would get.
    List<String> served(String name, String type);

    @Override
    void close();
}
