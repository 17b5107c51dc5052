package dev.pennypost.tracking.visitors;

import dev.pennypost.delivery.sites.BadRule;
import dev.pennypost.delivery.sites.RuleLines;
import dev.pennypost.tracking.visitors.Circumstances.What;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One rule: visits that it fits are a machine's or a person's. A rule of a file is a line
///
/// `name | opens, clicks or any | machine or person | condition`
///
/// and its condition one of `agent` and words in what the visitor says it is, separated by commas, in any case;
/// `agent is` and all that it says; `no agent`; `head`; `within 2s` of the delivery; `links 3 in 5s`; `trap`.
///
/// @param what the visits it is about; several where it is about any
record VisitorRule(String name, Set<What> what, boolean machine, Condition condition) {
    private static final int COLUMNS = 4;
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
    private static final Pattern WITHIN = Pattern.compile("within (\\d{1,3})s");
    private static final Pattern LINKS = Pattern.compile("links (\\d{1,3}) in (\\d{1,3})s");

    boolean fits(Circumstances visit) {
        return what.contains(visit.what()) && condition.fits(visit);
    }

    /// What a rule looks at.
    sealed interface Condition {
        boolean fits(Circumstances visit);

        /// @param words in small letters
        record Agent(List<String> words) implements Condition {
            @Override
            public boolean fits(Circumstances visit) {
                String agent = visit.agent().toLowerCase(Locale.ROOT);
                return words.stream().anyMatch(agent::contains);
            }
        }

        record AgentIs(String agent) implements Condition {
            @Override
            public boolean fits(Circumstances visit) {
                return visit.agent().equals(agent);
            }
        }

        record NoAgent() implements Condition {
            @Override
            public boolean fits(Circumstances visit) {
                return visit.agent().isBlank();
            }
        }

        record Head() implements Condition {
            @Override
            public boolean fits(Circumstances visit) {
                return visit.head();
            }
        }

        record Within(Duration time) implements Condition {
            @Override
            public boolean fits(Circumstances visit) {
                return visit.sinceDelivery() != null && visit.sinceDelivery().compareTo(time) < 0;
            }
        }

        record Links(int links, Duration time) implements Condition {
            @Override
            public boolean fits(Circumstances visit) {
                return visit.linksWithin(time) >= links;
            }
        }

        record Trap() implements Condition {
            @Override
            public boolean fits(Circumstances visit) {
                return visit.what() == What.TRAP;
            }
        }
    }

    static List<VisitorRule> read(Stream<String> lines) throws BadRule {
        var rules = new ArrayList<VisitorRule>();
        var names = new HashSet<String>();
        RuleLines.read(lines, line -> {
            VisitorRule rule = parse(line);
            if (!names.add(rule.name)) throw new BadRule("the name " + rule.name + " is taken");
            rules.add(rule);
        });
        return rules;
    }

    private static VisitorRule parse(String line) throws BadRule {
        List<String> columns =
                Arrays.stream(line.split("\\|", COLUMNS)).map(String::strip).toList();
        if (columns.size() < COLUMNS) throw new BadRule("a rule has the columns: name | what | verdict | condition");
        if (!NAME.matcher(columns.get(0)).matches())
            throw new BadRule("'" + columns.get(0) + "' is no name: small letters, digits and hyphens, 40 at most");
        return new VisitorRule(
                columns.get(0), what(columns.get(1)), verdict(columns.get(2)), condition(columns.get(3)));
    }

    private static Set<What> what(String text) throws BadRule {
        return switch (text) {
            case "opens" -> Set.of(What.OPEN);
            case "clicks" -> Set.of(What.CLICK, What.TRAP);
            case "any" -> Set.of(What.values());
            default -> throw new BadRule("'" + text + "' is neither opens nor clicks nor any");
        };
    }

    private static boolean verdict(String text) throws BadRule {
        return switch (text) {
            case "machine" -> true;
            case "person" -> false;
            default -> throw new BadRule("'" + text + "' is neither machine nor person");
        };
    }

    private static Condition condition(String text) throws BadRule {
        return switch (text) {
            case "no agent" -> new Condition.NoAgent();
            case "head" -> new Condition.Head();
            case "trap" -> new Condition.Trap();
            default -> worded(text);
        };
    }

    private static Condition worded(String text) throws BadRule {
        Matcher within = WITHIN.matcher(text);
        if (within.matches()) return new Condition.Within(seconds(within.group(1)));
        Matcher links = LINKS.matcher(text);
        if (links.matches()) return new Condition.Links(Integer.parseInt(links.group(1)), seconds(links.group(2)));
        if (text.startsWith("agent is "))
            return new Condition.AgentIs(text.substring("agent is ".length()).strip());
        if (text.startsWith("agent ")) return new Condition.Agent(words(text.substring("agent ".length())));
        throw new BadRule("'" + text + "' is no condition: agent …, agent is …, no agent, head, within 2s,"
                + " links 3 in 5s, trap");
    }

    private static List<String> words(String text) throws BadRule {
        List<String> words = Arrays.stream(text.split(",", -1))
                .map(word -> word.strip().toLowerCase(Locale.ROOT))
                .toList();
        if (words.contains("")) throw new BadRule("a word that an agent has cannot be empty");
        return words;
    }

    private static Duration seconds(String number) {
        return Duration.ofSeconds(Long.parseLong(number));
    }
}
