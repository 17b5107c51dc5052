package dev.pennypost.emails.files;

import dev.pennypost.mail.message.Attachment;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A file that an email is to carry, named by the address it is to be fetched from.
///
/// @param position its place among all the files of the email, from 0
/// @param url absolute, `http` or `https`, with a host and without a user
/// @param filename the name it gets; null for none
/// @param contentType what the sender says it is; null to find out
/// @param contentId the name by which the HTML shows it; null for one that is only attached
public record RemoteFile(
        int position,
        URI url,
        @Nullable String filename,
        @Nullable String contentType,
        @Nullable String contentId) {
    private static final int LONGEST_URL = 4096;

    /// @throws IllegalArgumentException when the address is of another kind, or a value none that an [Attachment] can
    /// have
    public RemoteFile {
        if (!isFetchable(url)) throw new IllegalArgumentException("not an address to fetch from");
        var _ = new Attachment(filename, contentType == null ? FileTypes.UNKNOWN : contentType, contentId, new byte[0]);
    }

    /// The file once it is there.
    ///
    /// @param type what its server calls it
    public Attachment fetched(byte[] octets, Optional<String> type) {
        return new Attachment(filename, type(type), contentId, octets);
    }

    /// What the sender says it is, else what its name says, else what its server says.
    private String type(Optional<String> served) {
        if (contentType != null) return contentType;
        String named = FileTypes.of(filename);
        if (!named.equals(FileTypes.UNKNOWN)) return named;
        return served.filter(RemoteFile::isOneLine).orElse(FileTypes.UNKNOWN);
    }

    private static boolean isOneLine(String text) {
        return text.chars().noneMatch(Character::isISOControl);
    }

    /// The address that this text names.
    ///
    /// @throws IllegalArgumentException with a message for people when it names none that can be fetched from
    public static URI url(String text) {
        if (text.length() <= LONGEST_URL) {
            try {
                URI url = new URI(text.strip());
                if (isFetchable(url)) return url;
            } catch (URISyntaxException malformed) {
                // told below, together with addresses of other kinds
            }
        }
        throw new IllegalArgumentException("`path` must be an http or https URL");
    }

    /// The last segment of an address's path, which is the name of most files; null when it ends with a slash.
    public static @Nullable String nameIn(URI url) {
        String path = url.getPath();
        if (path == null || path.endsWith("/") || path.isEmpty()) return null;
        String name = path.substring(path.lastIndexOf('/') + 1);
        return isOneLine(name) ? name : null;
    }

    static boolean isFetchable(URI url) {
        String scheme = url.getScheme();
        if (scheme == null || url.getHost() == null || url.getRawUserInfo() != null) return false;
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "http", "https" -> url.getPort() != 0 && url.getPort() <= 65535;
            default -> false;
        };
    }
}
