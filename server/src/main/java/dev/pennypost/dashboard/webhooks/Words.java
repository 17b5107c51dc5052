package dev.pennypost.dashboard.webhooks;

import dev.pennypost.webhooks.MessageStatus;
import dev.pennypost.webhooks.ReplayResult;
import dev.pennypost.webhooks.WebhookProblem;
import java.util.Map;

/// What is said of webhooks to people.
final class Words {
    private Words() {}

    static String of(MessageStatus status) {
        return switch (status) {
            case SUCCESS -> "Delivered";
            case PENDING -> "Waiting";
            case ATTEMPTING -> "Trying again";
            case FAILED -> "Failed";
        };
    }

    static String of(ReplayResult.Refused refused) {
        return switch (refused) {
            case ReplayResult.IsDisabled() -> "The endpoint is disabled. Enable it first.";
            case ReplayResult.TooEarly(int days) -> "Events are kept for " + days + " days. Begin later.";
            case ReplayResult.NoSuchWebhook() -> "The endpoint was deleted meanwhile.";
            case ReplayResult.NoSuchMessage() -> "The event is not kept any more.";
        };
    }

    /// By the field of the form that it is about.
    static Map<String, String> of(WebhookProblem problem) {
        return switch (problem) {
            case WebhookProblem.NoEvents() -> Map.of("events", "Tick at least one event.");
            case WebhookProblem.BadEndpoint(var _, var why) ->
                Map.of(
                        "endpoint",
                        switch (why) {
                            case NOT_A_URL -> "This is not a URL with a host, such as https://example.com/webhooks.";
                            case SCHEME -> "Use https://, so that nobody on the way reads along.";
                            case USER_INFO ->
                                "Leave out the user name and password. The signature says that a message is from us.";
                            case TOO_LONG -> "A URL has at most 2048 characters.";
                        });
        };
    }
}
