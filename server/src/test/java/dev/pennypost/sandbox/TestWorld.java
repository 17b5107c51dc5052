package dev.pennypost.sandbox;

import dev.pennypost.api.http.InProcess;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.api.resend.ResendDialect;
import dev.pennypost.json.Json;
import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.DnsResolver;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.mail.smtp.client.ClientOptions;
import dev.pennypost.mail.smtp.client.SessionFailed;
import dev.pennypost.mail.smtp.client.SmtpSession;
import dev.pennypost.mail.smtp.client.Target;
import dev.pennypost.mail.smtp.client.TlsMode;
import dev.pennypost.teams.TeamId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/// A sandbox world with its routes, spoken to over DNS and SMTP as a stranger would.
final class TestWorld implements AutoCloseable {
    static final TeamId TEAM = new TeamId(UUID.randomUUID());
    static final TeamId OTHER_TEAM = new TeamId(UUID.randomUUID());

    private final SandboxWorld world;
    private final Router routes = new Router();
    private final DnsResolver resolver;

    TestWorld(Path dataDir, KnownDomains domains) {
        world = SandboxWorld.start(dataDir, 0, 0, InstantSource.system());
        world.door(domains, (_, _) -> Optional.empty(), ResendDialect.spelling())
                .register(routes);
        resolver = new DnsResolver(List.of(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), world.dns().port())));
    }

    Response call(String method, String target, String body) {
        return call(method, target, body, TEAM);
    }

    Response call(String method, String target, String body, TeamId team) {
        return new InProcess(routes, ResendDialect.spelling(), team).call(method, target, body);
    }

    JsonNode json(String target) {
        Response response = call("GET", target, "");
        if (response.status() != 200) throw new AssertionError(text(response));
        return Json.MAPPER.readTree(response.body());
    }

    static String text(Response response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    Answer ask(String name, RecordType type) {
        return resolver.ask(DomainName.ofDns(name), type);
    }

    SmtpSession session(TlsMode tls) throws SessionFailed {
        var target =
                Target.of(InetAddress.getLoopbackAddress(), world.exchanger().port(), "mx.pennypost.test");
        return SmtpSession.open(
                target, ClientOptions.named("mta.pennypost.test").withTls(tls));
    }

    SandboxWorld world() {
        return world;
    }

    @Override
    public void close() {
        world.close();
    }
}
