package dev.pennypost.config;

import java.lang.reflect.RecordComponent;

/// One key: its place, its kind and its documentation, as a record component declares them.
///
/// @param path the full key, such as `delivery.helo-name`
record Setting(String path, Kind kind, String description, String byDefault, boolean secret) {
    static Setting of(String section, RecordComponent component) {
        Key key = component.getAnnotation(Key.class);
        if (key == null) throw new IllegalStateException(component + " has no @Key");
        return new Setting(
                join(section, component),
                Kind.of(component.getGenericType()),
                key.value(),
                key.or(),
                component.getGenericType().getTypeName().contains(Secret.class.getName()));
    }

    static String join(String section, RecordComponent component) {
        String name = Names.ofComponent(component.getName());
        return section.isEmpty() ? name : section + "." + name;
    }

    String variable() {
        return Names.ofVariable(path);
    }

    /// The key's own name within its section.
    String name() {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /// The value nobody had to set.
    Object standard() {
        try {
            return kind.parse(byDefault);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalStateException("the default of " + path + " is not " + kind.expectation(), wrong);
        }
    }
}
