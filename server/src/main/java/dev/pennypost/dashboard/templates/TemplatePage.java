package dev.pennypost.dashboard.templates;

import dev.pennypost.dashboard.shell.Paths;
import dev.pennypost.dashboard.shell.Tone;
import dev.pennypost.templates.Preview;
import dev.pennypost.templates.Template;
import dev.pennypost.templates.TemplateHead;
import dev.pennypost.templates.Variable;
import dev.pennypost.templates.VersionHead;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One template.
///
/// @param version the version that is looked at; null for the one that is edited
/// @param me whom a test goes to
/// @param problem why the test was not sent; null when nothing was refused
record TemplatePage(
        Template template,
        Preview preview,
        Tried tried,
        List<VersionHead> versions,
        @Nullable String version,
        boolean mayChange,
        boolean maySend,
        String me,
        @Nullable String problem) {
    TemplateHead head() {
        return template.head();
    }

    String path() {
        return Paths.MOUNT + "/templates/" + head().id();
    }

    String state() {
        return TemplateRow.state(head());
    }

    Tone tone() {
        return TemplateRow.tone(head());
    }

    boolean canBePublished() {
        return mayChange && head().hasUnpublishedVersions();
    }

    String from() {
        return Objects.requireNonNullElse(preview.from(), "");
    }

    String subject() {
        return Objects.requireNonNullElse(preview.subject(), "");
    }

    String text() {
        return Objects.requireNonNullElse(preview.text(), "");
    }

    /// Where the frame finds the HTML.
    String frame() {
        var query = new LinkedHashMap<>(tried.query());
        query.put("version", Objects.requireNonNullElse(version, ""));
        return Paths.with(path() + "/frame", query);
    }

    String problems() {
        return preview.problems().stream()
                .map(one -> Words.of(one).text())
                .distinct()
                .reduce((a, b) -> a + " " + b)
                .orElse("");
    }

    /// What a variable is, for whoever fills it in.
    String hint(String key) {
        for (Variable variable : template.variables())
            if (variable.declaration().key().equals(key)) return hint(variable);
        return "Not declared: any text or number.";
    }

    private static String hint(Variable variable) {
        String type =
                switch (variable.declaration().type()) {
                    case STRING -> "A text";
                    case NUMBER -> "A number";
                };
        Object fallback = variable.declaration().fallback();
        return fallback == null ? type + ", must be given." : type + ", else " + fallback + ".";
    }

    String path(VersionHead one) {
        return Paths.with(path(), Map.of("version", one.id().toString()));
    }

    boolean isShown(VersionHead one) {
        return version == null ? one.current() : one.id().toString().equals(version);
    }
}
