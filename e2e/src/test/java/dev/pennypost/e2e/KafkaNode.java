package dev.pennypost.e2e;

import dev.pennypost.testkit.Eventually;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/// A real Kafka broker in a JVM of its own, from the class path of the tests: one node that is broker and
/// controller (KRaft), on loopback. It can be stopped and started again with what it has.
final class KafkaNode implements AutoCloseable {
    /// The clients of the tests tell much about themselves.
    private static final Logger CLIENTS = Logger.getLogger("org.apache.kafka");

    static {
        CLIENTS.setLevel(Level.OFF);
    }

    private final Path folder;
    private final int port;
    private @Nullable Process process;

    private KafkaNode(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /// Formats a log directory in the folder and starts on free ports.
    static KafkaNode start(Path folder) {
        var node = new KafkaNode(folder, Ports.free());
        try {
            Files.createDirectories(folder);
            Files.writeString(node.properties(), node.settings(Ports.free()));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        node.format();
        node.start();
        return node;
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    /// Starts a node that was stopped.
    void start() {
        process = java(List.of("-Xmx384m"), "kafka.Kafka", properties().toString());
        Eventually.holds("Kafka listens", 120, this::listens);
    }

    /// Stops it as an operator would.
    void stop() {
        if (process == null) return;
        process.destroy();
        await(process, 60);
        process = null;
    }

    /// Kills it without a word.
    void kill() {
        if (process == null) return;
        process.destroyForcibly();
        await(process, 60);
        process = null;
    }

    void createTopic(String name, int partitions, Map<String, String> settings) {
        var topic = new NewTopic(name, partitions, (short) 1).configs(settings);
        administrate(admin -> admin.createTopics(List.of(topic)).all());
    }

    /// Changes a setting of a topic.
    void allow(String topic, String setting, String value) {
        var change = new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET);
        administrate(admin -> admin.incrementalAlterConfigs(
                        Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(change)))
                .all());
    }

    /// From now on nobody may write to the topic.
    void forbid(String topic) {
        administrate(admin -> admin.createAcls(List.of(noWriting(topic))).all());
    }

    /// Takes that back.
    void permit(String topic) {
        administrate(admin -> {
            var deleted = admin.deleteAcls(List.of(noWriting(topic).toFilter())).all();
            return deleted.thenApply(_ -> null);
        });
    }

    private static AclBinding noWriting(String topic) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                new AccessControlEntry("User:ANONYMOUS", "*", AclOperation.WRITE, AclPermissionType.DENY));
    }

    private void administrate(Function<Admin, KafkaFuture<Void>> work) {
        try (var admin = Admin.create(Map.of("bootstrap.servers", address()))) {
            work.apply(admin).get();
        } catch (ExecutionException refused) {
            throw new IllegalStateException(refused.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        kill();
    }

    private void format() {
        String cluster = Uuid.randomUuid().toString();
        Process tool = java(
                List.of(),
                "kafka.tools.StorageTool",
                "format",
                "-t",
                cluster,
                "-c",
                properties().toString());
        await(tool, 60);
        if (tool.exitValue() != 0) throw new AssertionError("the log directory cannot be formatted: " + log());
    }

    private boolean listens() {
        if (process == null || !process.isAlive()) throw new AssertionError("Kafka did not start: " + log());
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private Process java(List<String> options, String mainClass, String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-cp", jars(), mainClass));
        command.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("kafka.log").toFile()))
                    .start();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// Surefire may hide the class path in a manifest.
    private static String jars() {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return String.join(
                File.pathSeparator,
                List.of(all.split(File.pathSeparator, -1)).stream()
                        .filter(entry -> entry.endsWith(".jar"))
                        .toList());
    }

    private Path properties() {
        return folder.resolve("server.properties");
    }

    private String settings(int controllerPort) {
        return """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%2$d
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
                controller.listener.names=CONTROLLER
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
                log.dirs=%3$s
                auto.create.topics.enable=false
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=1
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                group.initial.rebalance.delay.ms=0
                authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
                allow.everyone.if.no.acl.found=true
                super.users=User:nobody
                """.formatted(port, controllerPort, folder.resolve("logs"));
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("kafka.log"));
        } catch (IOException gone) {
            return "(no log)";
        }
    }

    private static void await(Process process, int seconds) {
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) throw new AssertionError("it does not end");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
