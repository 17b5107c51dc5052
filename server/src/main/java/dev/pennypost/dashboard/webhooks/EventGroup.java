package dev.pennypost.dashboard.webhooks;

import dev.pennypost.webhooks.EventTypes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Types of events about one kind of thing.
record EventGroup(String title, List<String> types) {
    static final List<EventGroup> ALL = all();

    private static List<EventGroup> all() {
        Map<String, List<String>> byThing = new LinkedHashMap<>();
        for (String type : EventTypes.all())
            byThing.computeIfAbsent(type.substring(0, type.indexOf('.')), _ -> new ArrayList<>())
                    .add(type);
        return byThing.entrySet().stream()
                .map(entry -> new EventGroup(title(entry.getKey()), List.copyOf(entry.getValue())))
                .toList();
    }

    private static String title(String thing) {
        return switch (thing) {
            case "email" -> "Emails";
            case "contact" -> "Contacts";
            case "domain" -> "Domains";
            case "suppression" -> "Suppressions";
            case "topic" -> "Topics";
            case "inbox" -> "Inboxes";
            case "webhook" -> "Webhooks";
            default -> thing;
        };
    }

    /// Whether the group stands open in a form: where something is ticked, and the one that most want.
    boolean isOpen(List<String> ticked) {
        return title.equals("Emails") || types.stream().anyMatch(ticked::contains);
    }

    String count() {
        return types.size() == 1 ? "1 type" : types.size() + " types";
    }
}
