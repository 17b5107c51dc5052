package dev.pennypost.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.resend.Resend;
import com.resend.core.exception.ResendException;
import com.resend.core.net.impl.HttpClient;
import com.resend.core.service.BaseService;
import com.resend.services.apikeys.ApiKeys;
import com.resend.services.batch.Batch;
import com.resend.services.domains.DomainClaims;
import com.resend.services.domains.Domains;
import com.resend.services.emails.Emails;
import com.resend.services.logs.Logs;
import com.resend.services.suppressions.Suppressions;
import com.resend.services.suppressions.SuppressionsBatch;
import com.resend.services.templates.Templates;
import com.resend.services.topics.Topics;
import com.resend.services.webhooks.Webhooks;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.URI;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// The unmodified Java SDK whose requests go to a server of our choice. The SDK has the address of its maker compiled
/// in, so the HTTP client inside each of its services is exchanged for one that sends them elsewhere.
final class RedirectedResend {
    private final Resend resend;
    private final OkHttpClient client;

    RedirectedResend(String url, String key) {
        this.resend = new Resend(key);
        URI target = URI.create(url);
        this.client = new OkHttpClient.Builder()
                .addInterceptor(chain -> elsewhere(chain, target))
                .build();
    }

    Emails emails() {
        return redirected(resend.emails());
    }

    Batch batch() {
        return redirected(resend.batch());
    }

    Templates templates() {
        return redirected(resend.templates());
    }

    Domains domains() {
        return redirected(resend.domains());
    }

    DomainClaims domainClaims() {
        return redirected(resend.domains().claims());
    }

    ApiKeys apiKeys() {
        return redirected(resend.apiKeys());
    }

    Webhooks webhooks() {
        return redirected(resend.webhooks());
    }

    Suppressions suppressions() {
        return redirected(resend.suppressions());
    }

    SuppressionsBatch suppressionsBatch() {
        return redirected(resend.suppressions().batch());
    }

    Topics topics() {
        return redirected(resend.topics());
    }

    Logs logs() {
        return redirected(resend.logs());
    }

    /// Fails unless the SDK throws what the server answered, with this status and name.
    static void assertThatRefused(ThrowingCallable call, int status, String name) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ResendException.class, refused -> {
            assertThat(refused.getStatusCode()).as(refused.toString()).isEqualTo(status);
            assertThat(refused.getErrorName()).isEqualTo(name);
            assertThat(refused.getResponseBody()).contains("\"message\"");
        });
    }

    private static Response elsewhere(Interceptor.Chain chain, URI target) throws IOException {
        Request request = chain.request();
        var url = request.url()
                .newBuilder()
                .scheme(target.getScheme())
                .host(target.getHost())
                .port(target.getPort())
                .build();
        return chain.proceed(request.newBuilder().url(url).build());
    }

    private <T extends BaseService> T redirected(T service) {
        try {
            Field held = HttpClient.class.getDeclaredField("httpClient");
            held.setAccessible(true);
            held.set(service.getHttpClient(), client);
            return service;
        } catch (ReflectiveOperationException changed) {
            throw new LinkageError("this version of the SDK is built differently", changed);
        }
    }
}
