package dev.pennypost.domains.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.config.Secret;
import dev.pennypost.net.AddressPolicy;
import dev.pennypost.net.HostLookup;
import dev.pennypost.net.OutboundHttp;
import java.net.URI;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;

class RemoteApiTest {
    private final RemoteApi api = RemoteApi.authorized(
            new OutboundHttp(
                    HostLookup.system(), AddressPolicy.PUBLIC_ONLY, (SSLSocketFactory) SSLSocketFactory.getDefault()),
            URI.create("http://127.0.0.1:9"),
            "Bearer",
            new Secret("hunter2"),
            _ -> Optional.empty());

    @Test
    void showsNoSecretWhenPrinted() {
        assertThat(api.toString()).doesNotContain("hunter2");
    }

    @Test
    void quotesShortlyAndWithoutSecrets() {
        assertThat(api.quotable("the token\r\n hunter2 is bad")).isEqualTo("the token  ••• is bad");
        assertThat(api.quotable("x".repeat(5000))).hasSizeLessThan(400);
    }

    @Test
    void dialsNoPrivateAddress() {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> api.get("/"))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.problem())
                                .isEqualTo(new WriterProblem.Unreachable("127.0.0.1 has no public address")));
    }

    @Test
    void escapesWhatHasAMeaningInPaths() {
        assertThat(RemoteApi.segment("a b/../?@_*")).isEqualTo("a%20b%2F..%2F%3F%40_*");
    }
}
