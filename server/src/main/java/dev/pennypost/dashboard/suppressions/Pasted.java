package dev.pennypost.dashboard.suppressions;

import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.address.BadAddress;
import dev.pennypost.suppressions.Recipient;
import dev.pennypost.teams.TeamId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Addresses as somebody pastes them: one on each line, or lines of a table that have one among other fields.
///
/// @param text as it was pasted
/// @param problems the lines that cannot be used, in words; empty when all can
record Pasted(String text, List<Recipient> recipients, List<String> problems) {
    static final Pasted NOTHING = new Pasted("", List.of(), List.of());

    private static final Pattern BETWEEN_FIELDS = Pattern.compile("[,;\t]");
    private static final int MOST = 10_000;
    private static final int MOST_PROBLEMS = 10;
    private static final int LONGEST_SHOWN = 80;

    static Pasted of(TeamId team, String text) {
        var recipients = new ArrayList<Recipient>();
        var problems = new ArrayList<String>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++)
            if (!lines.get(i).isBlank()) read(team, i + 1, lines.get(i), recipients, problems);
        if (recipients.isEmpty() && problems.isEmpty()) problems.add("Enter at least one address.");
        if (recipients.size() > MOST) problems.addFirst("At most 10,000 addresses go at once. Paste them in parts.");
        return new Pasted(text, List.copyOf(recipients), shortened(problems));
    }

    private static void read(TeamId team, int number, String line, List<Recipient> recipients, List<String> problems) {
        boolean found = false;
        for (String field : BETWEEN_FIELDS.split(line, -1)) {
            String address = unquoted(field.strip());
            if (address.indexOf('@') < 0) continue;
            found = true;
            try {
                recipients.add(Recipient.of(team, Address.parse(address)));
            } catch (BadAddress bad) {
                problems.add("Line " + number + ": " + shown(address) + " " + bad.why() + ".");
            }
        }
        if (!found) problems.add("Line " + number + ": " + shown(line.strip()) + " holds no address.");
    }

    private static String unquoted(String field) {
        boolean quoted = field.length() > 1 && field.startsWith("\"") && field.endsWith("\"");
        return quoted ? field.substring(1, field.length() - 1).strip() : field;
    }

    private static String shown(String text) {
        return "“" + (text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…") + "”";
    }

    private static List<String> shortened(List<String> problems) {
        if (problems.size() <= MOST_PROBLEMS) return List.copyOf(problems);
        var some = new ArrayList<>(problems.subList(0, MOST_PROBLEMS));
        some.add("And " + (problems.size() - MOST_PROBLEMS) + " more.");
        return List.copyOf(some);
    }
}
