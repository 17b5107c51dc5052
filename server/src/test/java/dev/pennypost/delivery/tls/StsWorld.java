package dev.pennypost.delivery.tls;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.pennypost.delivery.tls.MailHost.Found;
import dev.pennypost.delivery.tls.SessionOpener.Opened;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.smtp.client.ClientOptions;
import dev.pennypost.mail.smtp.client.Step;
import dev.pennypost.mail.smtp.client.Target;
import dev.pennypost.mail.smtp.client.TlsContexts;
import dev.pennypost.mail.smtp.client.TlsMode;
import dev.pennypost.net.AddressPolicy;
import dev.pennypost.net.OutboundHttp;
import dev.pennypost.storage.Database;
import dev.pennypost.testkit.FakeDns;
import dev.pennypost.testkit.FakeMx;
import dev.pennypost.testkit.FixedClock;
import dev.pennypost.testkit.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/// A domain, dest.test, with a mail server and a host that serves its policy.
final class StsWorld implements AutoCloseable {
    static final DomainName DEST = DomainName.parse("dest.test");
    static final String HOST = "mx.dest.test";
    static final TestAuthority AUTHORITY = TestAuthority.shared();

    private static final SSLContext POLICY_HOST =
            AUTHORITY.issue("mta-sts.dest.test").serverContext();

    final FakeDns dns = new FakeDns();
    final FixedClock clock = new FixedClock();
    final FakeMx mx = FakeMx.start();
    final Database database;
    final AtomicInteger fetches = new AtomicInteger();
    final TlsResults results;
    int status = 200;
    String contentType = "text/plain";
    String policy = "";
    private final HttpsServer server;
    private SessionOpener opener;

    /// @param database of which all that was kept is forgotten
    StsWorld(Database database) throws IOException {
        this(database, POLICY_HOST);
    }

    StsWorld(Database database, SSLContext policyHost) throws IOException {
        this.database = database;
        this.results = TlsResults.counted(database, clock);
        database.useTransaction(tx -> tx.handle().execute("truncate mta_sts_policies, tls_results, tls_reports"));
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(policyHost));
        server.createContext("/", exchange -> {
            fetches.incrementAndGet();
            byte[] body = policy.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", contentType);
            exchange.getResponseHeaders().set("Location", "/.well-known/mta-sts.txt?again");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        opener = opener();
    }

    StsWorld announces(String id) {
        dns.forget("_mta-sts.dest.test").txt("_mta-sts.dest.test", "v=STSv1; id=" + id + ";");
        return this;
    }

    StsWorld serves(String mode, String mx) {
        return serves(mode, mx, 86_400 * 7);
    }

    StsWorld serves(String mode, String mx, int maxAge) {
        policy = "version: STSv1\nmode: " + mode + "\nmx: " + mx + "\nmax_age: " + maxAge + "\n";
        return this;
    }

    /// Another node, or the same one after a restart: with the same database and nothing in memory.
    void restart() {
        opener = opener();
    }

    Opened open() {
        return open(TlsMode.OPPORTUNISTIC);
    }

    Opened open(TlsMode given) {
        Opened opened = opener.open(host(), new TlsWish(DEST, given, false), options(), new ArrayList<Step>());
        if (opened instanceof Opened.Open(var session, var _, var _)) session.close();
        return opened;
    }

    String words() {
        return open().tlsPolicy();
    }

    /// What was counted, as `policy type, result, reason, sessions`.
    List<String> counted() {
        results.write();
        return database.inTransaction(tx -> tx.handle()
                .createQuery("select policy_type || ' ' || result || ' ' || reason || ' ' || sessions from tls_results"
                        + " order by 1")
                .mapTo(String.class)
                .list());
    }

    MailHost host() {
        return new MailHost(new Target(mx.address(), HOST), Found.BY_DNS);
    }

    ClientOptions options() {
        return ClientOptions.named("mta.test")
                .withContexts(TlsContexts.standard().withVerified(AUTHORITY.clientContext()));
    }

    SessionOpener opener() {
        return new SessionOpener(dns, policies(), false, results, clock);
    }

    private StsPolicies policies() {
        var http = new OutboundHttp(
                (_, _) -> List.of(InetAddress.getLoopbackAddress()),
                AddressPolicy.ANY,
                AUTHORITY.clientContext().getSocketFactory());
        int port = server.getAddress().getPort();
        var fetch = new StsFetch(
                http, domain -> URI.create("https://mta-sts." + domain + ":" + port + "/.well-known/mta-sts.txt"));
        return new StsPolicies(dns, fetch, database, clock, Runnable::run);
    }

    @Override
    public void close() {
        server.stop(0);
        mx.close();
    }
}
