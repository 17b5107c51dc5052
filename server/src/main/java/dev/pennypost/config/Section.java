package dev.pennypost.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/// A record of settings: its keys, and the sections within it.
///
/// @param path empty for the root
record Section(
        String path, String description, Class<? extends Record> type, List<Setting> settings, List<Section> sections) {

    static Section root(Class<? extends Record> type) {
        return of("", "", type);
    }

    private static Section of(String path, String description, Class<? extends Record> type) {
        var settings = new ArrayList<Setting>();
        var sections = new ArrayList<Section>();
        for (RecordComponent component : type.getRecordComponents()) {
            if (isSection(component)) sections.add(within(path, component));
            else settings.add(Setting.of(path, component));
        }
        return new Section(path, description, type, settings, sections);
    }

    private static Section within(String path, RecordComponent component) {
        Key key = component.getAnnotation(Key.class);
        return of(
                Setting.join(path, component),
                key == null ? "" : key.value(),
                component.getType().asSubclass(Record.class));
    }

    static boolean isSection(RecordComponent component) {
        Class<?> type = component.getType();
        return type.isRecord() && type != HostPort.class && type != Secret.class;
    }

    /// Every key, this section's own first.
    List<Setting> all() {
        var all = new ArrayList<>(settings);
        sections.forEach(section -> all.addAll(section.all()));
        return all;
    }

    /// This section and every one within it.
    List<Section> tree() {
        var tree = new ArrayList<Section>();
        tree.add(this);
        sections.forEach(section -> tree.addAll(section.tree()));
        return tree;
    }
}
