package dev.pennypost.storage;

import dev.pennypost.config.CannotStart;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/// Reads the URL of an external database: the JDBC form, or `postgres://user:password@host/name` as hosters print it.
final class PostgresUrl {
    private static final String JDBC = "jdbc:postgresql:";

    private PostgresUrl() {}

    static Database.Address read(StorageConfig config) {
        String url = config.url();
        if (url.startsWith(JDBC))
            return new Database.Address(url, config.user(), config.password().reveal());
        if (url.startsWith("postgres://") || url.startsWith("postgresql://")) return fromUri(config);
        throw new CannotStart("storage.url must begin with jdbc:postgresql: or postgres://");
    }

    private static Database.Address fromUri(StorageConfig config) {
        URI uri = uri(config.url());
        String[] account = uri.getRawUserInfo() == null
                ? new String[0]
                : uri.getRawUserInfo().split(":", 2);
        String user = account.length > 0 ? decode(account[0]) : config.user();
        String password =
                account.length > 1 ? decode(account[1]) : config.password().reveal();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return new Database.Address(JDBC + "//" + uri.getHost() + port + uri.getRawPath() + query, user, password);
    }

    private static URI uri(String url) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException malformed) {
            throw new CannotStart("storage.url is not a URL", malformed);
        }
    }

    private static String decode(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
