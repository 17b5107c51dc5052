package dev.pennypost.api.golden;

import dev.pennypost.api.golden.Recording.Pair;
import dev.pennypost.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// Compares answers with recorded ones and learns which of our ids stands for which recorded one.
final class Resemblance {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(\\.\\d{1,6})?\\+00");
    private static final Pattern TOKEN = Pattern.compile("re_[A-Za-z0-9_]+");
    private static final Pattern OF_A_LIST = Pattern.compile("/data/\\d+/.*");

    private final Map<String, String> ours = new HashMap<>();

    /// @param pointer where in the answer, or `(order)` for keys in another order
    record Difference(String pointer, String text) {}

    /// A path or body that was recorded, with our ids. Ids that nothing had answered stand for themselves.
    String asked(String recorded) {
        return ID.matcher(recorded).replaceAll(id -> Matcher.quoteReplacement(ofOurs(id.group())));
    }

    private String ofOurs(String id) {
        return ours.computeIfAbsent(id, same -> same);
    }

    List<Difference> differences(Pair recorded, String answered) {
        var differences = new ArrayList<Difference>();
        JsonNode ours = Json.MAPPER.readTree(answered);
        JsonNode theirs = Json.MAPPER.readTree(recorded.whole());
        if (recorded.isCut()) cut(ours, theirs.path("data").size());
        compare("", theirs, ours, differences);
        return differences;
    }

    private static void cut(JsonNode answered, int size) {
        if (answered.path("data") instanceof ArrayNode data) while (data.size() > size) data.remove(size);
    }

    private void compare(String pointer, JsonNode recorded, JsonNode answered, List<Difference> differences) {
        if (recorded.isObject() && answered.isObject()) fields(pointer, recorded, answered, differences);
        else if (recorded.isArray() && answered.isArray() && recorded.size() == answered.size())
            for (int i = 0; i < recorded.size(); i++)
                compare(pointer + "/" + i, recorded.get(i), answered.get(i), differences);
        else if (!isSame(pointer, recorded, answered))
            differences.add(new Difference(pointer, "recorded " + recorded + ", answered " + answered));
    }

    private void fields(String pointer, JsonNode recorded, JsonNode answered, List<Difference> differences) {
        for (String name : recorded.propertyNames()) {
            if (answered.has(name)) compare(pointer + "/" + name, recorded.get(name), answered.get(name), differences);
            else differences.add(new Difference(pointer + "/" + name, "is missing"));
        }
        for (String name : answered.propertyNames())
            if (!recorded.has(name)) differences.add(new Difference(pointer + "/" + name, "was not recorded"));
        var order = new ArrayList<>(recorded.propertyNames());
        order.retainAll(answered.propertyNames());
        var ourOrder = new ArrayList<>(answered.propertyNames());
        ourOrder.retainAll(recorded.propertyNames());
        if (!order.equals(ourOrder))
            differences.add(new Difference(pointer + "(order)", "recorded " + order + ", answered " + ourOrder));
    }

    /// Which objects a recorded list has, and in which order, comes from tests that ran before; that they are such
    /// objects does not.
    private boolean isSame(String pointer, JsonNode recorded, JsonNode answered) {
        if (!recorded.isString() || !answered.isString()) return recorded.equals(answered);
        String was = recorded.stringValue();
        String is = answered.stringValue();
        for (Pattern form : List.of(TIME, TOKEN))
            if (form.matcher(was).matches()) return form.matcher(is).matches();
        boolean isId = ID.matcher(was).matches();
        if (OF_A_LIST.matcher(pointer).matches()) return isId == ID.matcher(is).matches();
        if (isId && ID.matcher(is).matches()) return is.equals(ours.computeIfAbsent(was, _ -> is));
        return is.equals(asked(was));
    }
}
