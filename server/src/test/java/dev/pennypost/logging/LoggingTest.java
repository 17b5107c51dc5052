package dev.pennypost.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.config.Secret;
import dev.pennypost.json.Json;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.core.type.TypeReference;

class LoggingTest {
    private static final System.Logger LOG = System.getLogger("dev.pennypost.delivery.Settler");

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @AfterEach
    void leaveTheLogToOthers() {
        Logging.start(new LogConfig(LogFormat.TEXT, LogLevel.INFO), LogFormat.TEXT, System.err);
    }

    @Test
    void writesALineForPeople() {
        start(LogFormat.TEXT, LogLevel.INFO);
        LOG.log(System.Logger.Level.WARNING, "settled {0} of {1}", 3, "four");
        assertThat(written.toString(UTF_8)).matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} WARN  Settler  settled 3 of four\n");
    }

    @Test
    void indentsTheExceptionBelowItsLine() {
        start(LogFormat.TEXT, LogLevel.INFO);
        LOG.log(System.Logger.Level.ERROR, "failed", new IllegalStateException("because"));
        assertThat(written.toString(UTF_8).lines().skip(1))
                .first()
                .isEqualTo("    java.lang.IllegalStateException: because");
        assertThat(written.toString(UTF_8).lines().skip(1)).allMatch(line -> line.startsWith("    "));
    }

    @Test
    void letsNoStrangerForgeALineOrMoveTheCursor() {
        start(LogFormat.TEXT, LogLevel.INFO);
        LOG.log(System.Logger.Level.INFO, "from a\r\n12:00:00.000 INFO  forged\u001b[2J");
        assertThat(written.toString(UTF_8).lines()).hasSize(1);
        assertThat(written.toString(UTF_8)).endsWith("from a\\n12:00:00.000 INFO  forged\\u001b[2J\n");
    }

    @Test
    void writesAnObjectForMachines() {
        start(LogFormat.JSON, LogLevel.INFO);
        LOG.log(System.Logger.Level.ERROR, "two\nlines", new IllegalStateException("because"));
        assertThat(written.toString(UTF_8).lines()).hasSize(1);
        var line = Json.read(written.toString(UTF_8), new TypeReference<Map<String, String>>() {});
        assertThat(Instant.parse(line.get("time"))).isNotNull();
        assertThat(line)
                .containsEntry("level", "error")
                .containsEntry("logger", "dev.pennypost.delivery.Settler")
                .containsEntry("message", "two\nlines");
        assertThat(line.get("exception")).startsWith("java.lang.IllegalStateException: because\n\tat ");
    }

    @Test
    void suitsThePlaceUnlessTold() {
        Logging.start(new LogConfig(LogFormat.AUTO, LogLevel.INFO), LogFormat.JSON, written);
        LOG.log(System.Logger.Level.INFO, "hello");
        assertThat(written.toString(UTF_8)).startsWith("{\"time\":");
    }

    @Test
    void hearsLibrariesOnlyWhenTheyWarn() {
        start(LogFormat.TEXT, LogLevel.INFO);
        var flyway = LoggerFactory.getLogger("org.flywaydb.core.Flyway");
        flyway.info("migrating");
        flyway.warn("careful");
        assertThat(written.toString(UTF_8).lines()).singleElement().asString().endsWith("WARN  Flyway  careful");
    }

    @Test
    void hearsEverythingWhenDebugging() {
        start(LogFormat.TEXT, LogLevel.DEBUG);
        LoggerFactory.getLogger("org.flywaydb.core.Flyway").info("migrating");
        LOG.log(System.Logger.Level.DEBUG, "detail");
        assertThat(written.toString(UTF_8)).contains("INFO  Flyway  migrating", "DEBUG Settler  detail");
    }

    @Test
    void staysSilentBelowItsLevel() {
        start(LogFormat.TEXT, LogLevel.ERROR);
        LOG.log(System.Logger.Level.WARNING, "careful");
        assertThat(written.size()).isZero();
    }

    @Test
    void masksSecrets() {
        start(LogFormat.TEXT, LogLevel.INFO);
        LOG.log(System.Logger.Level.INFO, "connecting with {0}", new Secret("sesame"));
        assertThat(written.toString(UTF_8)).endsWith("connecting with •••\n");
    }

    private void start(LogFormat format, LogLevel level) {
        Logging.start(new LogConfig(format, level), LogFormat.TEXT, written);
    }
}
