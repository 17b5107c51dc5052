package dev.pennypost.dashboard.shell;

import dev.pennypost.api.http.Access;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The files that pages load. Their addresses carry a digest of what is in them, so that browsers may keep them for
/// good and never show yesterday's.
public final class Assets {
    private static final String PLACE = "/assets";
    private static final String FOR_GOOD = "public, max-age=31536000, immutable";

    private final Map<String, Asset> byName;

    Assets() {
        byName = List.of(
                        Asset.read("dashboard.css", "text/css; charset=utf-8"),
                        Asset.read("dashboard.js", "text/javascript; charset=utf-8"),
                        Asset.read("htmx.min.js", "text/javascript; charset=utf-8"),
                        Asset.read("icon.svg", "image/svg+xml"))
                .stream()
                .collect(Collectors.toMap(Asset::name, Function.identity()));
    }

    public String style() {
        return path("dashboard.css");
    }

    public String script() {
        return path("dashboard.js");
    }

    public String htmx() {
        return path("htmx.min.js");
    }

    public String icon() {
        return path("icon.svg");
    }

    void register(Router router) {
        router.get(PLACE + "/{digest}/{name}", Access.OPEN, request -> {
            Asset asset = byName.get(request.parameter("name"));
            // a page of another version may ask while servers are replaced: better ours than none, and not kept
            if (asset == null) return Response.text(404, "text/plain; charset=utf-8", "There is no such file.\n");
            boolean asked = asset.digest.equals(request.parameter("digest"));
            return Response.bytes(asset.type, asset.content)
                    .with("Cache-Control", asked ? FOR_GOOD : "no-store")
                    .with("X-Content-Type-Options", "nosniff");
        });
    }

    private String path(String name) {
        Asset asset = Objects.requireNonNull(byName.get(name), name);
        return Paths.MOUNT + PLACE + "/" + asset.digest + "/" + name;
    }

    private record Asset(String name, String type, byte[] content, String digest) {
        static Asset read(String name, String type) {
            try (InputStream file = Assets.class.getResourceAsStream(name)) {
                byte[] content = Objects.requireNonNull(file, name).readAllBytes();
                return new Asset(name, type, content, digest(content));
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }

        private static String digest(byte[] content) {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
                return HexFormat.of().formatHex(digest, 0, 8);
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("SHA-256 is missing from this JDK", impossible);
            }
        }
    }
}
