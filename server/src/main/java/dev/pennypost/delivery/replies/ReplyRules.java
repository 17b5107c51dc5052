package dev.pennypost.delivery.replies;

import dev.pennypost.config.CannotStart;
import dev.pennypost.delivery.replies.ReplyRule.Reading;
import dev.pennypost.delivery.sites.BadRule;
import dev.pennypost.delivery.sites.SiteRules;
import dev.pennypost.mail.smtp.EnhancedCode;
import dev.pennypost.mail.smtp.Reply;
import dev.pennypost.mail.smtp.client.Phase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An ordered list of rules that say what refusals mean; the first that matches holds. Of a text the first 2,000
/// characters are looked at.
public final class ReplyRules {
    private static final String BUNDLED = "replies.rules";
    private static final int MOST_TEXT = 2_000;
    /// Codes inside a text, as qmail (`#5.1.1`) and others write them.
    private static final Pattern EMBEDDED =
            Pattern.compile("(?:#|\\[|\\()([245]\\.\\d{1,3}\\.\\d{1,3})(?=[\\s)\\]:,.]|$)");
    private static final Pattern SPACES = Pattern.compile("\\s{1,2000}");

    private final List<ReplyRule> rules;

    private ReplyRules(List<ReplyRule> rules) {
        this.rules = List.copyOf(rules);
    }

    /// The rules that come with us.
    public static ReplyRules bundled() {
        return bundled(SiteRules.shipped());
    }

    private static ReplyRules bundled(SiteRules sites) {
        try (InputStream file = Objects.requireNonNull(ReplyRules.class.getResourceAsStream(BUNDLED));
                var lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return new ReplyRules(RuleFile.read(lines.lines(), sites, Set.of()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (BadRule bad) {
            throw new IllegalStateException(BUNDLED + ", " + bad.getMessage(), bad);
        }
    }

    /// The rules that come with us, behind those of the operator's file.
    ///
    /// @param file where it is; empty for none
    /// @param sites the providers that rules may name
    /// @throws CannotStart naming file, line and what is wrong with it
    public static ReplyRules with(String file, SiteRules sites) {
        ReplyRules bundled = bundled(sites);
        if (file.isEmpty()) return bundled;
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return bundled.behind(lines, sites);
        } catch (IOException | UncheckedIOException unreadable) {
            throw new CannotStart(
                    "cannot read the reply rules in " + file + ": " + unreadable.getMessage(), unreadable);
        } catch (BadRule bad) {
            throw new CannotStart("the reply rules in " + file + " cannot be used, " + bad.getMessage(), bad);
        }
    }

    private ReplyRules behind(Stream<String> lines, SiteRules sites) throws BadRule {
        var names = rules.stream().map(ReplyRule::name).collect(Collectors.toSet());
        return new ReplyRules(Stream.concat(RuleFile.read(lines, sites, names).stream(), rules.stream())
                .toList());
    }

    List<ReplyRule> rules() {
        return rules;
    }

    /// Reads what a server said in a session.
    ///
    /// @param host the server's name; null when it is not known
    /// @param reply 4xx or 5xx
    public ReplyReading read(@Nullable String host, Phase phase, Reply reply) {
        return read(host, phase, reply.code(), reply.enhanced().orElse(null), reply.text());
    }

    /// Reads a refusal whose parts are known from elsewhere, such as a delivery status notification.
    ///
    /// @param host whose verdict it is; null when it is not known
    /// @param phase when it was said; [Phase#RCPT] when that is not known
    /// @param code 0 when it is not known: then the class of the enhanced code says whether it is final
    /// @param enhanced null when there is none; one inside the text is found
    public ReplyReading read(
            @Nullable String host, Phase phase, int code, @Nullable EnhancedCode enhanced, String text) {
        String looked = text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT);
        EnhancedCode status = enhanced == null ? embedded(looked) : enhanced;
        var reading = new Reading(host(host), phase, code, status, oneLine(looked, status));
        return rules.stream()
                .filter(rule -> rule.matches(reading))
                .findFirst()
                .map(rule -> of(rule, reading))
                .orElseGet(() -> nothingMatched(reading));
    }

    private static ReplyReading of(ReplyRule rule, Reading reading) {
        return new ReplyReading(
                rule.category(),
                rule.name(),
                isFinal(rule, reading),
                rule.fault(),
                rule.advice(),
                RetryHint.in(reading.text()));
    }

    private static ReplyReading nothingMatched(Reading reading) {
        return new ReplyReading(
                ReplyCategory.OTHER,
                "nothing-matched",
                isPermanent(reading) && !isOpening(reading.phase()),
                null,
                SiteAdvice.NONE,
                RetryHint.in(reading.text()));
    }

    /// Before the recipient was named, a refusal says nothing of the recipient. What is refused because of our servers
    /// is tried again then: with luck from another address, or after the operator has mended it.
    private static boolean isFinal(ReplyRule rule, Reading reading) {
        if (isOpening(reading.phase())) return false;
        return switch (rule.follows()) {
            case DEFER -> false;
            case BOUNCE -> true;
            case AS_SAID ->
                isPermanent(reading)
                        && (reading.phase() != Phase.MAIL
                                || rule.category().concern() != ReplyCategory.Concern.OPERATOR);
        };
    }

    private static boolean isPermanent(Reading reading) {
        EnhancedCode enhanced = reading.enhanced();
        if (reading.code() > 0) return reading.code() >= 500;
        return enhanced == null || enhanced.category() == 5;
    }

    private static boolean isOpening(Phase phase) {
        return switch (phase) {
            case CONNECT, GREETING, EHLO, TLS, AUTH, RSET, QUIT -> true;
            case MAIL, RCPT, DATA, DOT -> false;
        };
    }

    private static @Nullable EnhancedCode embedded(String text) {
        Matcher found = EMBEDDED.matcher(text);
        Optional<EnhancedCode> code = found.find() ? EnhancedCode.leading(found.group(1)) : Optional.empty();
        return code.orElse(null);
    }

    /// The text without line breaks, and without the codes that begin its lines.
    private static String oneLine(String text, @Nullable EnhancedCode enhanced) {
        String line = SPACES.matcher(text).replaceAll(" ").strip();
        if (enhanced == null) return line;
        String code = Pattern.quote(enhanced.toString());
        return line.replaceAll("(?:^| )(?:[245]\\d\\d[ -])?" + code + "(?= |$)", "")
                .strip();
    }

    private static String host(@Nullable String host) {
        if (host == null) return "";
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
