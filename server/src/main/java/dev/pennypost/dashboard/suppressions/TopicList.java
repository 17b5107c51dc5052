package dev.pennypost.dashboard.suppressions;

import dev.pennypost.dashboard.shell.Pager;
import dev.pennypost.topics.Subscription;
import dev.pennypost.topics.Topic;
import dev.pennypost.topics.Visibility;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// A page of the team's topics.
record TopicList(List<Row> rows, Pager pager, boolean mayChange) {
    static final List<String> CELLS =
            List.of("id", "name", "description", "default_subscription", "visibility", "created_at");

    /// A topic in the list.
    record Row(String path, String id, String name, String description, String gets, String sees, Instant at) {
        static Row of(Topic topic) {
            return new Row(
                    TopicPages.PATH + "/" + topic.id(),
                    topic.id().toString(),
                    topic.details().name(),
                    Objects.requireNonNullElse(topic.details().description(), ""),
                    topic.details().defaultSubscription() == Subscription.OPT_IN
                            ? "Everybody who did not opt out"
                            : "Only who opted in",
                    topic.details().visibility() == Visibility.PUBLIC ? "Everybody" : "Who opted in",
                    topic.createdAt());
        }
    }

    static List<String> cells(Topic topic) {
        return List.of(
                topic.id().toString(),
                topic.details().name(),
                Objects.requireNonNullElse(topic.details().description(), ""),
                topic.details().defaultSubscription() == Subscription.OPT_IN ? "opt_in" : "opt_out",
                topic.details().visibility() == Visibility.PUBLIC ? "public" : "private",
                topic.createdAt().toString());
    }
}
