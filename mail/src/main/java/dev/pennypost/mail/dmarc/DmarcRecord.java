package dev.pennypost.mail.dmarc;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// A policy record as published at `_dmarc.<domain>` (RFC 9989 §4.7). What cannot be understood in it counts as not
/// written, and is kept in `ignored` so that the owner can be told.
///
/// @param policy `p=`, empty when missing or unknown
/// @param subdomains `sp=`
/// @param missingSubdomains `np=`, for subdomains that do not exist
/// @param publicSuffix `psd=`
/// @param testing `t=y`: the owner wants failing mail treated one step milder than the policy says
/// @param aggregateReports `rua=`, without the obsolete size limits
/// @param failureReports `ruf=`
/// @param failureOptions `fo=`, the single letters in order
/// @param ignored entries that mean nothing, as written
public record DmarcRecord(
        Optional<DmarcRequest> policy,
        Optional<DmarcRequest> subdomains,
        Optional<DmarcRequest> missingSubdomains,
        PublicSuffix publicSuffix,
        Alignment dkim,
        Alignment spf,
        boolean testing,
        List<URI> aggregateReports,
        List<URI> failureReports,
        List<String> failureOptions,
        List<String> ignored) {
    private static final String VERSION = "DMARC1";
    private static final Pattern SIZE_LIMIT = Pattern.compile("![0-9]+[kmgtKMGT]?$");
    private static final Pattern FAILURE_OPTIONS =
            Pattern.compile("[01ds](?:\\s*:\\s*[01ds])*", Pattern.CASE_INSENSITIVE);

    /// What the record says about the name it stands at.
    public enum PublicSuffix {
        /// `psd=y`: a public suffix, below which others register names.
        YES,
        /// `psd=n`: the organizational domain.
        NO,
        /// `psd=u` or nothing.
        UNKNOWN
    }

    public DmarcRecord {
        aggregateReports = List.copyOf(aggregateReports);
        failureReports = List.copyOf(failureReports);
        failureOptions = List.copyOf(failureOptions);
        ignored = List.copyOf(ignored);
    }

    /// Whether a TXT record's text starts with the version tag; all others are passed over (RFC 9989 §4.10).
    public static boolean claims(String text) {
        String[] first = text.split(";", 2)[0].split("=", 2);
        return first.length == 2
                && first[0].strip().equals("v")
                && first[1].strip().equals(VERSION);
    }

    /// Reads the text of a TXT record, its character-strings joined.
    ///
    /// @throws BadDmarcRecord when it does not start with `v=DMARC1`
    public static DmarcRecord parse(String text) {
        if (!claims(text)) throw new BadDmarcRecord(text, "does not start with v=DMARC1");
        return new Reader(text).record();
    }

    /// Whether the record can be applied at all: a policy that is missing or misspelled is taken for `none`, but only
    /// where reports are asked for (RFC 9989 §4.10.1).
    public boolean applies() {
        return isSound() || !aggregateReports.isEmpty();
    }

    /// What is asked for mail from the very domain the record stands at, before `t=y` makes it milder.
    public DmarcRequest ownRequest() {
        return isSound() ? policy.orElseThrow() : DmarcRequest.NONE;
    }

    /// What is asked for mail from a subdomain that exists.
    public DmarcRequest subdomainRequest() {
        return isSound() ? subdomains.orElseGet(this::ownRequest) : DmarcRequest.NONE;
    }

    /// What is asked for mail from a subdomain that does not exist.
    public DmarcRequest missingSubdomainRequest() {
        return isSound() ? missingSubdomains.orElseGet(this::subdomainRequest) : DmarcRequest.NONE;
    }

    private boolean isSound() {
        return policy.isPresent()
                && ignored.stream().noneMatch(entry -> entry.strip().matches("(?is)(sp|np)\\s*=.*"));
    }

    // RFC 9989 §4.8: syntax errors after the version are discarded in favour of the default.
    private static final class Reader {
        private final Map<String, String> tags = new LinkedHashMap<>();
        private final List<String> ignored = new ArrayList<>();

        Reader(String text) {
            for (String entry : text.split(";", -1)) {
                if (entry.isBlank()) continue;
                String[] parts = entry.split("=", 2);
                String name = parts[0].strip().toLowerCase(Locale.ROOT);
                if (parts.length < 2 || tags.putIfAbsent(name, parts[1].strip()) != null) ignored.add(entry.strip());
            }
            tags.remove("v");
        }

        DmarcRecord record() {
            var read = new DmarcRecord(
                    take("p", DmarcRequest::parse),
                    take("sp", DmarcRequest::parse),
                    take("np", DmarcRequest::parse),
                    take("psd", Reader::publicSuffix).orElse(PublicSuffix.UNKNOWN),
                    take("adkim", Reader::alignment).orElse(Alignment.RELAXED),
                    take("aspf", Reader::alignment).orElse(Alignment.RELAXED),
                    take("t", Reader::yesOrNo).orElse(false),
                    take("rua", Reader::uris).orElse(List.of()),
                    take("ruf", Reader::uris).orElse(List.of()),
                    take("fo", Reader::failureOptions).orElse(List.of("0")),
                    List.of());
            tags.forEach((name, value) -> ignored.add(name + "=" + value));
            return read.withIgnored(ignored);
        }

        private <T> Optional<T> take(String name, Function<String, Optional<T>> parser) {
            var value = Optional.ofNullable(tags.get(name)).flatMap(parser);
            if (value.isPresent()) tags.remove(name);
            return value;
        }

        private static Optional<PublicSuffix> publicSuffix(String value) {
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "y" -> Optional.of(PublicSuffix.YES);
                case "n" -> Optional.of(PublicSuffix.NO);
                case "u" -> Optional.of(PublicSuffix.UNKNOWN);
                default -> Optional.empty();
            };
        }

        private static Optional<Alignment> alignment(String value) {
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "r" -> Optional.of(Alignment.RELAXED);
                case "s" -> Optional.of(Alignment.STRICT);
                default -> Optional.empty();
            };
        }

        private static Optional<Boolean> yesOrNo(String value) {
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "y" -> Optional.of(true);
                case "n" -> Optional.of(false);
                default -> Optional.empty();
            };
        }

        private static Optional<List<String>> failureOptions(String value) {
            if (!FAILURE_OPTIONS.matcher(value).matches()) return Optional.empty();
            return Optional.of(value.toLowerCase(Locale.ROOT)
                    .chars()
                    .filter(Character::isLetterOrDigit)
                    .mapToObj(Character::toString)
                    .toList());
        }

        private static Optional<List<URI>> uris(String value) {
            var uris = new ArrayList<URI>();
            for (String text : value.split(",", -1)) {
                try {
                    var uri = new URI(SIZE_LIMIT.matcher(text.strip()).replaceFirst(""));
                    if (uri.isAbsolute()) uris.add(uri);
                } catch (URISyntaxException _) {
                    // RFC 9989 §4.7: one bad address must not cost the owner the reports to the others.
                }
            }
            return uris.isEmpty() ? Optional.empty() : Optional.of(uris);
        }
    }

    private DmarcRecord withIgnored(List<String> entries) {
        return new DmarcRecord(
                policy,
                subdomains,
                missingSubdomains,
                publicSuffix,
                dkim,
                spf,
                testing,
                aggregateReports,
                failureReports,
                failureOptions,
                entries);
    }
}
