package dev.pennypost.emails.lint;

import dev.pennypost.emails.lint.Warning.Code;
import dev.pennypost.mail.dns.DomainName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Says what receivers may hold against an email. Takes time in proportion to what it reads, which is bounded, and
/// never fails.
public final class Lint {
    /// What Gmail shows of an HTML body, in octets.
    private static final int CLIPPED_AT = 102 * 1024;
    /// So many recipients of one email make it bulk.
    private static final int MANY = 20;
    private static final int SHOUTED_LETTERS = 10;
    private static final int NAMED_HOSTS = 3;

    private static final Pattern NO_REPLY = Pattern.compile("(?:do[._-]?)?not?[._-]?reply(?:[._+-].*)?");
    private static final List<String> BULK_WORDS = List.of(
            "unsubscribe", "newsletter", "view in browser", "view in your browser", "view this email in your browser");
    private static final Set<DomainName> SHORTENERS = Stream.of(
                    "bit.ly",
                    "bitly.com",
                    "buff.ly",
                    "cutt.ly",
                    "goo.gl",
                    "is.gd",
                    "j.mp",
                    "ow.ly",
                    "rb.gy",
                    "rebrand.ly",
                    "s.id",
                    "shorturl.at",
                    "t.co",
                    "t.ly",
                    "tiny.cc",
                    "tinyurl.com",
                    "v.gd")
            .map(DomainName::new)
            .collect(Collectors.toUnmodifiableSet());

    private final Function<DomainName, Optional<DomainName>> registrable;

    /// @param registrable the organizational domain of a name: a public suffix and one label more
    public Lint(Function<DomainName, Optional<DomainName>> registrable) {
        this.registrable = registrable;
    }

    /// What there is to say about an email, in the order of [Warning.Code]; each code at most once.
    public List<Warning> check(Draft draft) {
        var warnings = new ArrayList<Warning>();
        header(draft, warnings);
        String html = draft.html();
        HtmlScan scan = html == null ? null : new HtmlScan(html);
        if (html != null && scan != null) body(draft, html, scan, warnings);
        links(draft, scan, warnings);
        unsubscribing(draft, warnings);
        return List.copyOf(warnings);
    }

    private static void header(Draft draft, List<Warning> warnings) {
        if (draft.subject().isBlank()) warnings.add(Warning.of(Code.EMPTY_SUBJECT));
        if (shouts(draft.subject())) warnings.add(Warning.of(Code.SHOUTING_SUBJECT));
        String mailbox = draft.from().localPart().toLowerCase(Locale.ROOT);
        if (!draft.hasReplyTo() && NO_REPLY.matcher(mailbox).matches())
            warnings.add(new Warning(
                    Code.NO_REPLY_FROM,
                    "`" + draft.from() + "` says that nobody reads replies, and there is no `reply_to`."));
        if (draft.lacksDmarc())
            warnings.add(new Warning(
                    Code.NO_DMARC,
                    "`" + draft.from().domain() + "` has no valid DMARC record, which Gmail and Yahoo ask of everybody"
                            + " who sends much."));
    }

    private static boolean shouts(String subject) {
        return subject.chars()
                                .filter(Character::isUpperCase)
                                .limit(SHOUTED_LETTERS)
                                .count()
                        == SHOUTED_LETTERS
                && subject.chars().noneMatch(Character::isLowerCase);
    }

    private static void body(Draft draft, String html, HtmlScan scan, List<Warning> warnings) {
        if (draft.text() == null || draft.text().isBlank()) warnings.add(Warning.of(Code.NO_TEXT));
        if (isLonger(html, CLIPPED_AT)) warnings.add(Warning.of(Code.HTML_CLIPPED));
        if (scan.isOnlyImages()) warnings.add(Warning.of(Code.ONLY_IMAGES));
        if (scan.imagesWithoutAlt() > 0)
            warnings.add(new Warning(
                    Code.IMAGES_WITHOUT_ALT,
                    (scan.imagesWithoutAlt() == 1 ? "An image has" : scan.imagesWithoutAlt() + " images have")
                            + " no `alt` text."));
        if (scan.embeddedImages() > 0) warnings.add(Warning.of(Code.EMBEDDED_IMAGES));
        if (scan.active() != null)
            warnings.add(new Warning(
                    Code.ACTIVE_CONTENT, "The HTML holds `<" + scan.active() + ">`, which mail programs take out."));
    }

    /// Whether a text has more octets as UTF-8 than this; looks no further than it must.
    private static boolean isLonger(String text, int octets) {
        int count = 0;
        for (int i = 0; i < text.length() && count <= octets; i++) {
            char c = text.charAt(i);
            count += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return count > octets;
    }

    private void links(Draft draft, @Nullable HtmlScan scan, List<Warning> warnings) {
        var addresses = new ArrayList<String>();
        if (scan != null) addresses.addAll(scan.links());
        if (draft.text() != null) addresses.addAll(Links.inText(draft.text()));
        var links = Links.of(addresses);
        if (links.inTheClear() || (scan != null && Links.of(scan.sources()).inTheClear()))
            warnings.add(Warning.of(Code.PLAIN_HTTP_LINKS));
        var shorteners = links.names().stream().filter(SHORTENERS::contains).toList();
        if (!shorteners.isEmpty())
            warnings.add(new Warning(Code.LINK_SHORTENER, "Links lead through " + named(shorteners) + "."));
        if (!links.addresses().isEmpty())
            warnings.add(new Warning(
                    Code.ADDRESS_LINKS, "Links name servers by address: " + named(links.addresses()) + "."));
        var own = organization(draft.from().domain());
        var foreign = links.names().stream()
                .filter(host -> !SHORTENERS.contains(host))
                .filter(host -> !organization(host).equals(own))
                .toList();
        if (!foreign.isEmpty())
            warnings.add(new Warning(
                    Code.FOREIGN_LINKS, "Links lead to other domains than " + own + ": " + named(foreign) + "."));
    }

    private DomainName organization(DomainName name) {
        return registrable.apply(name).orElse(name);
    }

    private static String named(Collection<?> hosts) {
        String first = hosts.stream().limit(NAMED_HOSTS).map(String::valueOf).collect(Collectors.joining(", "));
        return hosts.size() > NAMED_HOSTS ? first + " and " + (hosts.size() - NAMED_HOSTS) + " more" : first;
    }

    private static void unsubscribing(Draft draft, List<Warning> warnings) {
        Optional<String> how = draft.header("List-Unsubscribe");
        if (how.isEmpty()) {
            if (looksBulk(draft)) warnings.add(Warning.of(Code.NO_LIST_UNSUBSCRIBE));
            return;
        }
        // RFC 8058 §3.1: an HTTPS address, and the other field saying so.
        boolean oneClick = how.get().toLowerCase(Locale.ROOT).contains("<https:")
                && draft.header("List-Unsubscribe-Post")
                        .filter(value -> value.strip().equalsIgnoreCase("List-Unsubscribe=One-Click"))
                        .isPresent();
        if (!oneClick) warnings.add(Warning.of(Code.NO_ONE_CLICK));
    }

    private static boolean looksBulk(Draft draft) {
        return draft.recipients() >= MANY
                || draft.header("List-ID").isPresent()
                || draft.header("Precedence")
                        .filter(value -> value.equalsIgnoreCase("bulk") || value.equalsIgnoreCase("list"))
                        .isPresent()
                || saysBulk(draft.html())
                || saysBulk(draft.text());
    }

    private static boolean saysBulk(@Nullable String text) {
        if (text == null) return false;
        int end = Math.min(text.length() - 1, HtmlScan.MOST);
        for (int i = 0; i < end; i++) {
            // what they begin with, in small letters; most of a text is passed over at a glance
            int second = text.charAt(i + 1) | 0x20;
            boolean may = switch (text.charAt(i) | 0x20) {
                case 'u' -> second == 'n';
                case 'n' -> second == 'e';
                case 'v' -> second == 'i';
                default -> false;
            };
            if (may && startsBulkWord(text, i)) return true;
        }
        return false;
    }

    private static boolean startsBulkWord(String text, int at) {
        for (String word : BULK_WORDS) if (text.regionMatches(true, at, word, 0, word.length())) return true;
        return false;
    }
}
