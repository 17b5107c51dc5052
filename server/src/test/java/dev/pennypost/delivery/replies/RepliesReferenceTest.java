package dev.pennypost.delivery.replies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.delivery.BounceReason;
import dev.pennypost.delivery.replies.ReplyCategory.Concern;
import dev.pennypost.delivery.replies.SiteAdvice.Streak;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RepliesReferenceTest {
    private static final Path PAGE = Path.of(System.getProperty("pennypost.root"), "docs", "reference", "replies.md");

    @Test
    void describesTheCategoriesAndRulesThereAre() throws IOException {
        if (Boolean.getBoolean("pennypost.regenerate")) Files.writeString(PAGE, page());
        assertThat(PAGE)
                .as("out of date? run ./mvnw test -pl server -am -Dtest=RepliesReferenceTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dpennypost.regenerate=true")
                .exists()
                .hasContent(page());
    }

    private static String page() {
        var page = new StringBuilder("""
                # Replies

                This page is generated from `ReplyCategory` and `replies.rules`; do not edit it.

                What receivers mean when they refuse mail is decided by an ordered list of rules: the words of one
                provider, the words of anybody, enhanced codes, basic codes, the phase. The first that matches holds. Of a
                text the first 2,000 characters are looked at. `delivery.reply-rules` names a file whose rules are asked
                before ours; its form is described at the head of `replies.rules`.

                ## Categories

                A 4xx is tried again and a 5xx is not, unless the rule says otherwise; before MAIL nothing is final, and what
                concerns the operator is not final in reply to MAIL. "In the end" is the bounce of a final refusal. Who is
                suppressed gets no more mail of the team; a full mailbox is suppressed the fifth time within 30 days.

                | Category | What it means | Whose matter | In the end | Suppresses |
                | --- | --- | --- | --- | --- |
                """);
        for (ReplyCategory category : ReplyCategory.values())
            page.append("| `%s` | %s | %s | %s | %s |%n"
                    .formatted(
                            category.label(),
                            category.meaning(),
                            category.concern() == Concern.NOBODY ? "" : words(category.concern()),
                            bounce(category),
                            suppresses(category)));
        page.append("""

                A refusal that names a time to wait (`try again in 5 minutes`) is obeyed, up to four hours; who is greylisted
                comes again after five minutes or more. Emails that are refused for now until `delivery.give-up-hours` are
                over bounce as Transient/General, or Transient/MailboxFull when the mailbox was full.

                ## Rules

                In their order. "Then" is what follows for the mail where it is not as the code says, and the advice for the
                site.

                | Rule | Provider | Phases | Codes | Enhanced codes | Category | Then |
                | --- | --- | --- | --- | --- | --- | --- |
                """);
        for (ReplyRule rule : ReplyRules.bundled().rules())
            page.append("| `%s` | %s | %s | %s | %s | `%s` | %s |%n"
                    .formatted(
                            rule.name(),
                            rule.provider().name().replace("*", "any"),
                            phases(rule),
                            rule.code(),
                            rule.enhanced().toString().replace("*", "\\*"),
                            category(rule),
                            then(rule)));
        return page.toString();
    }

    private static String phases(ReplyRule rule) {
        return rule.phases().isEmpty()
                ? "any"
                : rule.phases().stream()
                        .map(RepliesReferenceTest::words)
                        .sorted()
                        .collect(Collectors.joining(", "));
    }

    private static String category(ReplyRule rule) {
        return rule.category().label() + (rule.fault() == null ? "" : "(" + words(rule.fault()) + ")");
    }

    private static String then(ReplyRule rule) {
        String mail = switch (rule.follows()) {
            case AS_SAID -> "";
            case DEFER -> "again";
            case BOUNCE -> "never again";
        };
        String site = advice(rule.advice());
        return mail
                + (mail.isEmpty() || site.isEmpty() ? "" : "; ")
                + site
                + after(rule.advice().after());
    }

    private static String advice(SiteAdvice advice) {
        return switch (advice) {
            case SiteAdvice.None _ -> "";
            case SiteAdvice.SlowDown(int perMinute, var lasting, var _) ->
                perMinute + " a minute for " + words(lasting);
            case SiteAdvice.Suspend(var lasting, var _) -> "nothing for " + words(lasting);
            case SiteAdvice.LimitConnections(int most, var lasting, var _) ->
                "connections: " + most + " for " + words(lasting);
            case SiteAdvice.MessagesPerConnection(int most, var _) -> "messages per connection: " + most;
        };
    }

    private static String after(Streak streak) {
        return streak.equals(Streak.FIRST)
                ? ""
                : ", from the " + streak.matches() + ". within " + words(streak.within()) + " on";
    }

    private static String words(Duration time) {
        return time.toString().substring(2).toLowerCase(Locale.ROOT);
    }

    private static String words(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String suppresses(ReplyCategory category) {
        if (category == ReplyCategory.MAILBOX_FULL) return "the fifth time";
        return category.suppressesAtOnce() ? "yes" : "no";
    }

    /// In the words of events.
    private static String bounce(ReplyCategory category) {
        return switch (BounceReason.of(category)) {
            case RECIPIENT_INVALID, DOMAIN_INVALID, REFUSED -> "Permanent/General";
            case MAILBOX_FULL -> "Transient/MailboxFull";
            case MESSAGE_TOO_LARGE -> "Transient/MessageTooLarge";
            case ATTACHMENT_REFUSED -> "Transient/AttachmentRejected";
            case CONTENT_REFUSED -> "Transient/ContentRejected";
            case AUTHENTICATION_FAILED, SERVER_BLOCKED, EXPIRED -> "Transient/General";
            case UNDETERMINED -> "Undetermined/Undetermined";
        };
    }
}
