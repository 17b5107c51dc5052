package dev.pennypost.topics;

import org.jspecify.annotations.Nullable;

/// What a team says of a topic.
///
/// @param name 1 to 50 characters in one line
/// @param description at most 200 characters; null for none
/// @param defaultSubscription for recipients who chose nothing; stays as it was at first
public record TopicDetails(
        String name, @Nullable String description, Subscription defaultSubscription, Visibility visibility) {}
