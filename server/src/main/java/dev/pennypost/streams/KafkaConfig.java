package dev.pennypost.streams;

import dev.pennypost.config.Key;

/// Settings of event streams.
public record KafkaConfig(
        @Key(
                "Kafka brokers that event streams go to, `host:port`, separated by commas. Empty: no event streams, and nothing of Kafka is loaded.")
        String bootstrapServers,

        @Key(
                "Java properties file with further settings of the Kafka producer, such as `security.protocol`, `sasl.…` and `ssl.…`. `compression.type` may be `none` or `gzip`.")
        String propertiesFile,

        @Key(
                value =
                        "What the topics of a team must begin with; `{team}` stands for the team's id. Without it teams can write into each other's topics.",
                or = "pennypost.{team}.")
        String topicPrefix,

        @Key(
                value =
                        "Days of UTC that the events of streams are kept for, beside the current one, so that they can be replayed. A day with an event that is still to be sent is kept until it is sent, unless its stream is disabled.",
                or = "30")
        int keepDays) {
    public boolean isOn() {
        return !bootstrapServers.isBlank();
    }
}
