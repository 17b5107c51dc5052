package dev.pennypost.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pennypost.config.CannotStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaSettingsTest {
    @TempDir
    private Path folder;

    @Test
    void putsTheOperatorsFileUnderWhatOrderRestsOn() throws IOException {
        var settings = KafkaSettings.of(config("""
                security.protocol = SASL_SSL
                sasl.jaas.config = org.apache.kafka.common.security.scram.ScramLoginModule required username="a";
                compression.type = gzip
                acks = 0
                enable.idempotence = false
                bootstrap.servers = elsewhere:9092
                """));
        assertThat(settings)
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("compression.type", "gzip")
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", "true")
                .containsEntry("bootstrap.servers", "kafka.test:9092");
        assertThat((String) settings.get("sasl.jaas.config")).endsWith("username=\"a\";");
    }

    @Test
    void needsNoFile() {
        assertThat(KafkaSettings.of(new KafkaConfig("kafka.test:9092", "", "x.", 30)))
                .containsEntry("compression.type", "none")
                .containsEntry("client.id", "pennypost");
    }

    @ParameterizedTest
    @ValueSource(strings = {"compression.type=zstd", "compression.type=lz4", "transactional.id=x"})
    void doesNotStartWithWhatWouldNotWork(String line) {
        assertThatThrownBy(() -> KafkaSettings.of(config(line)))
                .isInstanceOf(CannotStart.class)
                .hasMessageStartingWith("kafka.properties-file: " + line.split("=", -1)[0]);
    }

    @Test
    void doesNotStartWithAFileThatIsNotThere() {
        var config = new KafkaConfig("kafka.test:9092", folder.resolve("none").toString(), "x.", 30);
        assertThatThrownBy(() -> KafkaSettings.of(config))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("cannot be read");
    }

    private KafkaConfig config(String properties) throws IOException {
        Path file = Files.writeString(folder.resolve("kafka.properties"), properties);
        return new KafkaConfig("kafka.test:9092", file.toString(), "x.", 30);
    }
}
