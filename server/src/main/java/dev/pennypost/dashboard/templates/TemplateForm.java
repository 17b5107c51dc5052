package dev.pennypost.dashboard.templates;

import dev.pennypost.dashboard.shell.Form;
import dev.pennypost.dashboard.shell.Paths;
import dev.pennypost.templates.Declaration;
import dev.pennypost.templates.Draft;
import dev.pennypost.templates.Template;
import dev.pennypost.templates.TemplateProblem;
import dev.pennypost.templates.VariableType;
import dev.pennypost.templates.Wording;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A template as it is filled in.
///
/// @param id null for a new one
/// @param problem what was refused; null when nothing was
record TemplateForm(
        @Nullable String id,
        String name,
        String alias,
        String from,
        String subject,
        String replyTo,
        String html,
        String text,
        List<Row> variables,
        @Nullable Words problem) {
    private static final int SPARE_ROWS = 3;

    /// A variable.
    ///
    /// @param type `STRING` or `NUMBER`
    record Row(String key, String type, String fallback) {
        private static final Row EMPTY = new Row("", VariableType.STRING.name(), "");

        static Row of(Declaration declaration) {
            Object fallback = declaration.fallback();
            return new Row(
                    declaration.key(), declaration.type().name(), fallback == null ? "" : written(fallback));
        }

        private static String written(Object fallback) {
            String text = fallback.toString();
            return fallback instanceof Number && text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
        }

        Declaration declaration() {
            var kind = type.equals(VariableType.NUMBER.name()) ? VariableType.NUMBER : VariableType.STRING;
            if (fallback.isEmpty()) return new Declaration(key, kind, null);
            return new Declaration(key, kind, kind == VariableType.NUMBER ? Tried.number(fallback) : fallback);
        }
    }

    static final TemplateForm EMPTY = new TemplateForm(null, "", "", "", "", "", "", "", List.of(), null);

    static TemplateForm of(Template template) {
        Draft draft = template.draft();
        Wording wording = draft.wording();
        return new TemplateForm(
                template.head().id().toString(),
                draft.name(),
                orEmpty(draft.alias()),
                orEmpty(wording.from()),
                orEmpty(wording.subject()),
                String.join(", ", wording.replyTo()),
                wording.html(),
                orEmpty(wording.text()),
                draft.variables().stream().map(Row::of).toList(),
                null);
    }

    static TemplateForm of(@Nullable String id, Form form) {
        return new TemplateForm(
                id,
                form.text("name"),
                form.text("alias"),
                form.text("from"),
                form.text("subject"),
                form.text("reply_to"),
                form.raw("html"),
                form.raw("text"),
                rows(form.all("key"), form.all("type"), form.all("fallback")),
                null);
    }

    /// Rows without a name are those that nobody filled in.
    private static List<Row> rows(List<String> keys, List<String> types, List<String> fallbacks) {
        var rows = new ArrayList<Row>();
        for (int i = 0; i < Math.min(keys.size(), Math.min(types.size(), fallbacks.size())); i++)
            if (!keys.get(i).isBlank()) rows.add(new Row(keys.get(i).strip(), types.get(i), fallbacks.get(i)));
        return rows;
    }

    TemplateForm refused(TemplateProblem why) {
        return new TemplateForm(id, name, alias, from, subject, replyTo, html, text, variables, Words.of(why));
    }

    Draft draft() {
        return new Draft(
                name,
                orNull(alias),
                new Wording(
                        orNull(from),
                        orNull(subject),
                        Arrays.stream(replyTo.split(","))
                                .map(String::strip)
                                .filter(one -> !one.isEmpty())
                                .toList(),
                        html,
                        orNull(text)),
                variables.stream().map(Row::declaration).toList());
    }

    /// Those there are, and some to fill in.
    List<Row> rows() {
        var rows = new ArrayList<>(variables);
        for (int i = 0; i < SPARE_ROWS; i++) rows.add(Row.EMPTY);
        return rows;
    }

    @Nullable String error(String field) {
        return problem != null && problem.field().equals(field) ? problem.text() : null;
    }

    String title() {
        return id == null ? "New template" : "Edit " + name;
    }

    String action() {
        return Paths.MOUNT + "/templates" + (id == null ? "" : "/" + id + "/edit");
    }

    String back() {
        return Paths.MOUNT + "/templates" + (id == null ? "" : "/" + id);
    }

    private static String orEmpty(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
