package dev.pennypost.dashboard.suppressions;

import dev.pennypost.dashboard.shell.Form;
import dev.pennypost.topics.Subscription;
import dev.pennypost.topics.Topic;
import dev.pennypost.topics.TopicDetails;
import dev.pennypost.topics.TopicProblem;
import dev.pennypost.topics.Visibility;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The form of a topic, new or to be changed.
///
/// @param path of the topic; null for a new one
/// @param errors what is wrong, by field
record TopicForm(
        @Nullable String path,
        String name,
        String description,
        boolean optOut,
        boolean isPrivate,
        Map<String, String> errors,
        boolean mayChange) {
    static final TopicForm EMPTY = new TopicForm(null, "", "", false, true, Map.of(), true);

    static TopicForm of(Topic topic, boolean mayChange) {
        TopicDetails details = topic.details();
        return new TopicForm(
                TopicPages.PATH + "/" + topic.id(),
                details.name(),
                Objects.requireNonNullElse(details.description(), ""),
                details.defaultSubscription() == Subscription.OPT_OUT,
                details.visibility() == Visibility.PRIVATE,
                Map.of(),
                mayChange);
    }

    static TopicForm filled(@Nullable String path, Form form) {
        return new TopicForm(
                path,
                form.text("name"),
                form.text("description"),
                form.text("default").equals("opt_out"),
                form.text("visibility").equals("private"),
                Map.of(),
                true);
    }

    TopicForm refused(TopicProblem problem) {
        Map<String, String> said =
                switch (problem) {
                    case TopicProblem.BadText(String field, String why) -> Map.of(field, "It " + why + ".");
                    case TopicProblem.DefaultIsFixed() ->
                        Map.of("default", "This stays as it was at first: recipients have relied on it.");
                    case TopicProblem.NoSuchTopic(var _) -> Map.of("name", "The topic was deleted meanwhile.");
                };
        return new TopicForm(path, name, description, optOut, isPrivate, said, true);
    }

    TopicDetails details() {
        return new TopicDetails(
                name,
                description.isEmpty() ? null : description,
                optOut ? Subscription.OPT_OUT : Subscription.OPT_IN,
                isPrivate ? Visibility.PRIVATE : Visibility.PUBLIC);
    }

    boolean isNew() {
        return path == null;
    }

    @Nullable String error(String field) {
        return errors.get(field);
    }
}
