package dev.pennypost.delivery.replies;

import dev.pennypost.delivery.replies.ReplyRule.Follows;
import dev.pennypost.delivery.replies.SiteAdvice.Streak;
import dev.pennypost.delivery.sites.BadRule;
import dev.pennypost.delivery.sites.HostNames;
import dev.pennypost.delivery.sites.RuleLines;
import dev.pennypost.delivery.sites.SiteRules;
import dev.pennypost.domains.AuthenticationFault;
import dev.pennypost.mail.smtp.client.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads rule files. A line is empty, a comment (`#`), the head of the rules for one provider's servers, or a rule.
/// A head names providers as the rules for sites do (`[google]`, `[gmx: unitedinternet .mail.com]`), ends of names of
/// servers, or everybody (`[*]`). A rule is
///
/// `name | phases | codes | enhanced codes | category, what follows | text`
///
/// The text may have bars in it, as it is last, and may be missing.
final class RuleFile {
    private static final int COLUMNS = 6;
    private static final Pattern HEAD = Pattern.compile("\\[([a-z0-9-]{1,40})(?::([^\\]]{1,400}))?\\]");
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,59}");
    private static final Pattern SUFFIX = Pattern.compile("\\.[a-z0-9.-]{1,80}");
    private static final Pattern CATEGORY = Pattern.compile("([a-z-]{1,40})(?:\\(([a-z]{1,20})\\))?");
    private static final Pattern SLOW = Pattern.compile("slow (\\d{1,6})/min for (\\d{1,4}[smhd])");
    private static final Pattern SUSPEND = Pattern.compile("suspend (\\d{1,4}[smhd])");
    private static final Pattern CONNECTIONS = Pattern.compile("connections (\\d{1,4}) for (\\d{1,4}[smhd])");
    private static final Pattern PER_CONNECTION = Pattern.compile("per-connection (\\d{1,4})");
    private static final Pattern AFTER = Pattern.compile("after (\\d{1,4}) in (\\d{1,4}[smhd])");
    private static final Map<String, ReplyCategory> CATEGORIES =
            Arrays.stream(ReplyCategory.values()).collect(Collectors.toMap(ReplyCategory::label, one -> one));

    private final SiteRules sites;
    private final Set<String> names;
    private final List<ReplyRule> rules = new ArrayList<>();
    private @Nullable Provider provider;

    private RuleFile(SiteRules sites, Set<String> names) {
        this.sites = sites;
        this.names = new HashSet<>(names);
    }

    /// @param taken names that are not to be had
    static List<ReplyRule> read(Stream<String> lines, SiteRules sites, Set<String> taken) throws BadRule {
        var file = new RuleFile(sites, taken);
        RuleLines.read(lines, file::line);
        return List.copyOf(file.rules);
    }

    private void line(String line) throws BadRule {
        if (line.startsWith("[")) provider = provider(line);
        else rules.add(rule(line));
    }

    private Provider provider(String line) throws BadRule {
        if (line.equals("[*]")) return Provider.ANYBODY;
        Matcher head = HEAD.matcher(line);
        if (!head.matches()) throw new BadRule("no head of a provider: [provider], [name: provider .suffix] or [*]");
        String name = head.group(1);
        String servers = head.group(2) == null ? name : head.group(2);
        HostNames hosts = HostNames.NONE;
        for (String one : servers.strip().split("\\s{1,20}", -1)) hosts = hosts.and(hosts(one));
        return new Provider(name, hosts);
    }

    private HostNames hosts(String word) throws BadRule {
        if (SUFFIX.matcher(word).matches()) return new HostNames(List.of(word));
        HostNames known = sites.hosts(word);
        if (known.isEmpty())
            throw new BadRule("'" + word + "' is neither a provider of the site rules nor a suffix of host names,"
                    + " such as .example.com");
        return known;
    }

    private ReplyRule rule(String line) throws BadRule {
        if (provider == null) throw new BadRule("a rule stands below the head of its provider, or below [*]");
        String[] columns = line.split("\\|", COLUMNS);
        if (columns.length < COLUMNS - 1)
            throw new BadRule("a rule has the columns: name | phases | codes | enhanced codes | category | text");
        var follows = new WhatFollows(columns[4].strip());
        return new ReplyRule(
                name(columns[0].strip()),
                provider,
                phases(columns[1].strip()),
                CodePattern.parse(columns[2].strip()),
                EnhancedPattern.parse(columns[3].strip()),
                TextPattern.parse(columns.length < COLUMNS ? "" : columns[5].strip()),
                follows.category,
                follows.follows,
                follows.fault,
                follows.advice());
    }

    private String name(String name) throws BadRule {
        if (!NAME.matcher(name).matches())
            throw new BadRule("'" + name + "' is no name: small letters, digits and hyphens, 60 at most");
        if (!names.add(name)) throw new BadRule("the name " + name + " is taken");
        return name;
    }

    private static Set<Phase> phases(String text) throws BadRule {
        var phases = EnumSet.noneOf(Phase.class);
        if (text.equals("any")) return phases;
        for (String part : text.split(",", -1)) phases.addAll(phase(part.strip()));
        return phases;
    }

    private static Set<Phase> phase(String text) throws BadRule {
        return switch (text) {
            case "open" -> EnumSet.of(Phase.CONNECT, Phase.GREETING, Phase.EHLO, Phase.TLS, Phase.AUTH);
            case "greeting", "ehlo", "tls", "rset", "mail", "rcpt", "data", "dot" ->
                EnumSet.of(Phase.valueOf(text.toUpperCase(Locale.ROOT)));
            default ->
                throw new BadRule(
                        "'" + text + "' is no phase: any, open, greeting, ehlo, tls, rset, mail, rcpt, data, dot");
        };
    }

    /// The fifth column: a category, and behind commas what else is to happen.
    private static final class WhatFollows {
        final ReplyCategory category;
        final @Nullable AuthenticationFault fault;
        Follows follows = Follows.AS_SAID;
        private Streak after = Streak.FIRST;
        private @Nullable Matcher advised;
        private String kind = "";

        WhatFollows(String text) throws BadRule {
            String[] parts = text.split(",", -1);
            Matcher category = matching(CATEGORY, parts[0].strip(), "category");
            ReplyCategory known = CATEGORIES.get(category.group(1));
            if (known == null)
                throw new BadRule("'" + category.group(1) + "' is no category; there are "
                        + String.join(
                                ", ", CATEGORIES.keySet().stream().sorted().toList()));
            this.category = known;
            this.fault = fault(category.group(2));
            for (int i = 1; i < parts.length; i++) part(parts[i].strip());
        }

        private @Nullable AuthenticationFault fault(@Nullable String text) throws BadRule {
            if ((category == ReplyCategory.AUTHENTICATION) != (text != null))
                throw new BadRule("authentication names its fault, and nothing else does: authentication(spf)");
            if (text == null) return null;
            for (AuthenticationFault one : AuthenticationFault.values())
                if (one.name().toLowerCase(Locale.ROOT).equals(text)) return one;
            throw new BadRule("'" + text + "' is no fault: spf, dkim, dmarc, alignment, other");
        }

        private void part(String part) throws BadRule {
            switch (part.split(" ", 2)[0]) {
                case "defer" -> follows = Follows.DEFER;
                case "bounce" -> follows = Follows.BOUNCE;
                case "slow" -> advise(SLOW, part);
                case "suspend" -> advise(SUSPEND, part);
                case "connections" -> advise(CONNECTIONS, part);
                case "per-connection" -> advise(PER_CONNECTION, part);
                case "after" -> {
                    Matcher streak = matching(AFTER, part, "streak, such as: after 5 in 1h");
                    after = new Streak(Integer.parseInt(streak.group(1)), duration(streak.group(2)));
                }
                default -> throw new BadRule("'" + part + "' is nothing that could follow");
            }
        }

        private void advise(Pattern form, String part) throws BadRule {
            if (advised != null) throw new BadRule("a rule has one advice for the site at most");
            kind = part.split(" ", 2)[0];
            advised = matching(
                    form, part, "advice: slow 10/min for 30m, suspend 2h, connections 1 for 1h, per-connection 20");
        }

        SiteAdvice advice() throws BadRule {
            Matcher form = advised;
            if (form == null && !after.equals(Streak.FIRST)) throw new BadRule("'after' belongs to an advice");
            return form == null ? SiteAdvice.NONE : advice(form);
        }

        private SiteAdvice advice(Matcher form) throws BadRule {
            return switch (kind) {
                case "slow" -> new SiteAdvice.SlowDown(atLeastOne(form), duration(form.group(2)), after);
                case "suspend" -> new SiteAdvice.Suspend(duration(form.group(1)), after);
                case "connections" -> new SiteAdvice.LimitConnections(atLeastOne(form), duration(form.group(2)), after);
                default -> new SiteAdvice.MessagesPerConnection(atLeastOne(form), after);
            };
        }

        private static int atLeastOne(Matcher form) throws BadRule {
            int number = Integer.parseInt(form.group(1));
            if (number == 0) throw new BadRule("to send nothing, write suspend");
            return number;
        }

        private static Matcher matching(Pattern form, String text, String what) throws BadRule {
            Matcher matcher = form.matcher(text);
            if (!matcher.matches()) throw new BadRule("'" + text + "' is no " + what);
            return matcher;
        }

        private static Duration duration(String text) {
            long number = Long.parseLong(text.substring(0, text.length() - 1));
            return switch (text.charAt(text.length() - 1)) {
                case 's' -> Duration.ofSeconds(number);
                case 'm' -> Duration.ofMinutes(number);
                case 'h' -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
        }
    }
}
