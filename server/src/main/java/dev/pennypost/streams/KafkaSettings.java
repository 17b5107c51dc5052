package dev.pennypost.streams;

import dev.pennypost.config.CannotStart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/// The settings of the Kafka producer: the operator's file under ours. Knows the client's settings by name
/// only, so that reading them loads nothing of it.
final class KafkaSettings {
    private static final Set<String> COMPRESSIONS = Set.of("none", "gzip");

    /// What the order of events, and at least once, rest on.
    private static final Map<String, String> FIXED = Map.of(
            "enable.idempotence", "true",
            "acks", "all",
            // less than Broker.LONGEST_SECONDS together
            "max.block.ms", "10000",
            "delivery.timeout.ms", "30000",
            "request.timeout.ms", "15000");

    private static final Map<String, String> UNLESS_SET = Map.of(
            "client.id", "pennypost",
            "compression.type", "none",
            "reconnect.backoff.max.ms", "10000",
            // no MBeans, and no telemetry to the brokers
            "metric.reporters", "",
            "enable.metrics.push", "false");

    private KafkaSettings() {}

    /// @throws CannotStart when the file cannot be read, or says what would not work
    static Map<String, Object> of(KafkaConfig config) {
        var settings = new HashMap<String, Object>(UNLESS_SET);
        if (!config.propertiesFile().isBlank())
            read(Path.of(config.propertiesFile())).forEach(settings::put);
        String compression = String.valueOf(settings.get("compression.type"));
        if (!COMPRESSIONS.contains(compression))
            throw new CannotStart(
                    "kafka.properties-file: compression.type may be none or gzip, not \"" + compression + "\"");
        if (settings.containsKey("transactional.id"))
            throw new CannotStart("kafka.properties-file: transactional.id cannot be used");
        settings.putAll(FIXED);
        settings.put("bootstrap.servers", config.bootstrapServers());
        return settings;
    }

    private static Map<String, String> read(Path file) {
        var properties = new Properties();
        try (var text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(text);
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new CannotStart(
                    "kafka.properties-file: " + file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
        var settings = new HashMap<String, String>();
        for (String name : properties.stringPropertyNames())
            settings.put(name, properties.getProperty(name).strip());
        return settings;
    }
}
