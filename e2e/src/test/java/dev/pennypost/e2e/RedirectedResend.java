package dev.pennypost.e2e;

import com.resend.Resend;
import com.resend.core.net.impl.HttpClient;
import com.resend.core.service.BaseService;
import com.resend.services.apikeys.ApiKeys;
import com.resend.services.domains.Domains;
import com.resend.services.emails.Emails;
import com.resend.services.webhooks.Webhooks;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.URI;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

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

    Domains domains() {
        return redirected(resend.domains());
    }

    ApiKeys apiKeys() {
        return redirected(resend.apiKeys());
    }

    Webhooks webhooks() {
        return redirected(resend.webhooks());
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
