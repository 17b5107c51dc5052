package dev.pennypost.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// A kind of value a setting can have: how it is read from the file, how from plain text (the environment and
/// defaults),
/// and how it is written again. Both readers throw [IllegalArgumentException] when the value is of another kind.
interface Kind {
    /// What is expected, to complete the sentence "expected …".
    String expectation();

    Object read(JsonNode value);

    Object parse(String text);

    /// The value as it would stand in the file.
    String write(Object value);

    /// The kind of a record component's type.
    ///
    /// @throws IllegalStateException for types no setting can have
    static Kind of(Type type) {
        if (type instanceof ParameterizedType generic) return ofGeneric(generic);
        if (type == int.class) return new Whole("a whole number", Math::toIntExact);
        if (type == long.class) return new Whole("a whole number", value -> value);
        if (type == boolean.class) return new Truth();
        if (type == String.class) return new Text("a text", text -> text, Object::toString);
        if (type == Secret.class) return new Text("a text", Secret::new, value -> ((Secret) value).reveal());
        if (type == Path.class) return new Text("a path", Path::of, Object::toString);
        if (type == HostPort.class) return new Text("host:port", HostPort::parse, Object::toString);
        if (type == InetAddress.class)
            return new Text("an IP address", InetAddress::ofLiteral, value -> ((InetAddress) value).getHostAddress());
        if (type == Duration.class) return new Text("a duration such as 30s, 15m or 2h", Kind::duration, Kind::words);
        if (type instanceof Class<?> choice && choice.isEnum()) return Kind.choice(choice);
        throw new IllegalStateException("no setting can be a " + type.getTypeName());
    }

    private static Kind ofGeneric(ParameterizedType generic) {
        Type[] arguments = generic.getActualTypeArguments();
        if (generic.getRawType() == List.class) return new Several((Text) of(arguments[0]));
        if (generic.getRawType() == Map.class && arguments[0] == String.class)
            return new Table((Text) of(arguments[1]));
        throw new IllegalStateException("no setting can be a " + generic.getTypeName());
    }

    private static Text choice(Class<?> type) {
        var choices = new LinkedHashMap<String, Object>();
        for (Object constant : type.getEnumConstants()) choices.put(Names.ofConstant((Enum<?>) constant), constant);
        return new Text(
                "one of " + String.join(", ", choices.keySet()),
                text -> {
                    Object constant = choices.get(text);
                    if (constant == null) throw new IllegalArgumentException(text);
                    return constant;
                },
                value -> Names.ofConstant((Enum<?>) value));
    }

    private static Duration duration(String text) {
        if (!text.matches("\\d+[smhd]|\\d+ms")) throw new IllegalArgumentException(text);
        if (text.endsWith("ms")) return Duration.parse("PT0S").plusMillis(Long.parseLong(text.replace("ms", "")));
        return Duration.parse((text.endsWith("d") ? "P" : "PT") + text.toUpperCase(Locale.ROOT));
    }

    private static String words(Object duration) {
        long millis = ((Duration) duration).toMillis();
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        text.chars().forEach(character -> {
            switch (character) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                default -> {
                    if (character < ' ' || character == 0x7f) quoted.append(String.format("\\u%04x", character));
                    else quoted.append((char) character);
                }
            }
        });
        return quoted.append('"').toString();
    }

    /// The parts of a comma-separated text.
    private static List<String> parts(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /// Everything that is a quoted text in the file.
    record Text(String expectation, Function<String, Object> parser, Function<Object, String> writer) implements Kind {
        @Override
        public Object read(JsonNode value) {
            if (!value.isString()) throw new IllegalArgumentException(expectation);
            return parser.apply(value.stringValue());
        }

        @Override
        public Object parse(String text) {
            return parser.apply(text);
        }

        @Override
        public String write(Object value) {
            return quoted(writer.apply(value));
        }
    }

    /// Whole numbers.
    record Whole(String expectation, Function<Long, Object> narrowed) implements Kind {
        @Override
        public Object read(JsonNode value) {
            if (!value.isIntegralNumber() || !value.canConvertToLong()) throw new IllegalArgumentException(expectation);
            return inRange(value.longValue());
        }

        @Override
        public Object parse(String text) {
            return inRange(Long.parseLong(text.strip()));
        }

        private Object inRange(long number) {
            try {
                return narrowed.apply(number);
            } catch (ArithmeticException tooLarge) {
                throw new IllegalArgumentException(expectation, tooLarge);
            }
        }

        @Override
        public String write(Object value) {
            return value.toString();
        }
    }

    /// `true` and `false`.
    record Truth() implements Kind {
        @Override
        public String expectation() {
            return "true or false";
        }

        @Override
        public Object read(JsonNode value) {
            if (!value.isBoolean()) throw new IllegalArgumentException(expectation());
            return value.booleanValue();
        }

        @Override
        public Object parse(String text) {
            return switch (text) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new IllegalArgumentException(expectation());
            };
        }

        @Override
        public String write(Object value) {
            return value.toString();
        }
    }

    /// A list: an array in the file, comma-separated as plain text.
    record Several(Text item) implements Kind {
        @Override
        public String expectation() {
            return "a list, each item " + item.expectation();
        }

        @Override
        public Object read(JsonNode value) {
            if (!value.isArray()) throw new IllegalArgumentException(expectation());
            var items = new ArrayList<Object>();
            value.forEach(node -> items.add(item.read(node)));
            return List.copyOf(items);
        }

        @Override
        public Object parse(String text) {
            return parts(text).stream().map(item::parse).toList();
        }

        @Override
        public String write(Object value) {
            return ((List<?>) value).stream().map(item::write).collect(Collectors.joining(", ", "[", "]"));
        }
    }

    /// A map: a table in the file, `name=value,name=value` as plain text.
    record Table(Text item) implements Kind {
        @Override
        public String expectation() {
            return "a table from name to " + item.expectation();
        }

        @Override
        public Object read(JsonNode value) {
            if (!value.isObject()) throw new IllegalArgumentException(expectation());
            var table = new LinkedHashMap<String, Object>();
            value.forEachEntry((name, node) -> table.put(name, item.read(node)));
            return Map.copyOf(table);
        }

        @Override
        public Object parse(String text) {
            var table = new LinkedHashMap<String, Object>();
            for (String part : parts(text)) {
                int equals = part.indexOf('=');
                if (equals < 1) throw new IllegalArgumentException(expectation());
                table.put(
                        part.substring(0, equals).strip(),
                        item.parse(part.substring(equals + 1).strip()));
            }
            return Map.copyOf(table);
        }

        @Override
        public String write(Object value) {
            return ((Map<?, ?>) value)
                    .entrySet().stream()
                            .map(entry -> quoted((String) entry.getKey()) + " = " + item.write(entry.getValue()))
                            .sorted()
                            .collect(Collectors.joining(", ", "{", "}"));
        }
    }
}
