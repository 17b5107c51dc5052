package dev.pennypost.admin;

import dev.pennypost.certificates.CertificateState;
import dev.pennypost.certificates.Certificates;
import dev.pennypost.certificates.HostStanding;
import dev.pennypost.mail.dns.BadDomainName;
import dev.pennypost.mail.dns.DomainName;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The certificates of HTTPS on the operators' listener.
public final class CertificateRoutes implements AdminDoor.Routes {
    private final Certificates certificates;

    public CertificateRoutes(Certificates certificates) {
        this.certificates = certificates;
    }

    @Override
    public void register(HttpRouting.Builder routes) {
        routes.get("/certificates", Answering.read(_ -> list()))
                .post("/certificates/{host}/retry", Answering.change((request, _) -> retry(request)));
    }

    private Object list() {
        List<HostJson> all = certificates.all().stream().map(HostJson::of).toList();
        return Map.of("data", all);
    }

    private Object retry(ServerRequest request) {
        DomainName host = host(request.path().pathParameters().get("host"));
        if (!certificates.retry(host))
            throw new Unusable(
                    host + " has not failed, or the authority has said until when it wants to be left alone");
        return Map.of("host", host.ascii());
    }

    private static DomainName host(String text) {
        try {
            return DomainName.parse(text);
        } catch (BadDomainName bad) {
            throw new Unusable(String.valueOf(bad.getMessage()));
        }
    }

    private record HostJson(
            String host,
            String status,
            @Nullable Instant expiresAt,
            @Nullable String reason,
            @Nullable String message,
            @Nullable Instant failedAt,
            Instant nextLookAt,
            Instant wantedAt) {
        static HostJson of(HostStanding one) {
            return switch (one.state()) {
                case CertificateState.None() -> of(one, "none", null, null);
                case CertificateState.Ordering() -> of(one, "ordering", null, null);
                case CertificateState.Ready(var expires, var trouble) -> of(one, "ready", expires, trouble);
                case CertificateState.Failed failed -> of(one, "failed", null, failed);
            };
        }

        private static HostJson of(
                HostStanding one, String status, @Nullable Instant expires, CertificateState.@Nullable Failed trouble) {
            return new HostJson(
                    one.host().ascii(),
                    status,
                    expires,
                    trouble == null ? null : trouble.problem().code(),
                    trouble == null ? null : trouble.problem().why(),
                    trouble == null ? null : trouble.failedAt(),
                    one.dueAt(),
                    one.wantedAt());
        }
    }
}
