package dev.pennypost.e2e;

import dev.pennypost.testkit.Eventually;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// A team that has something of everything, the unpleasant things too.
final class FilledTeam {
    /// What its emails load from elsewhere.
    static final String IMAGE = "https://shop.test/logo.png";

    private static final String HTML = """
        <html><body style='font-family:sans-serif'><h1>Your order 42</h1><p>Hello Ada, it is on its way.
        <a href='https://shop.test/orders/42'>Follow the parcel</a></p><img src='https://shop.test/logo.png' width=60 alt='Shop'>
        <p><a href='https://shop.test/leave'>Unsubscribe</a></p></body></html>""".replace("\n", "");

    private final Pennypost server;

    private FilledTeam(Pennypost server) {
        this.server = server;
    }

    static void of(Pennypost server) {
        var team = new FilledTeam(server);
        team.domains();
        team.build();
        team.emails();
    }

    private void domains() {
        server.verifiedDomain("shop.test");
        String tracked = server.post("/domains", """
            {"name":"news.shop.test","open_tracking":true,"click_tracking":true,"tracking_subdomain":"links"}""").get("id").stringValue();
        server.post("/domains/" + tracked + "/verify", "");
        String wrong = server.post("/domains", "{\"name\":\"mistaken.test\"}")
                .get("id")
                .stringValue();
        server.post("/sandbox/dns/mistaken.test/publish", "");
        server.put("/sandbox/dns/mistaken.test", Zones.withForeignKey(server.text("/sandbox/dns/mistaken.test")));
        server.post("/domains/" + wrong + "/verify", "");
        Eventually.holds(
                "the mistake found",
                () -> server.get("/domains/" + wrong)
                        .get("records")
                        .valueStream()
                        .anyMatch(record -> !record.get("findings").isEmpty()));
    }

    private void build() {
        server.post("/api-keys", "{\"name\":\"A key with a long name, for the shop in production\"}");
        server.post("/topics", "{\"name\":\"Weekly news\",\"default_subscription\":\"opt_in\"}");
        String template = server.post("/templates", """
            {"name":"Order confirmation","alias":"order","from":"Shop <orders@shop.test>",
             "subject":"Your order {{{NUMBER}}}","html":"<p>Hello {{{NAME}}}, order {{{NUMBER}}}.</p>",
             "variables":[{"key":"NUMBER","type":"number","fallback_value":42},
                          {"key":"NAME","type":"string","fallback_value":"you"}]}""").get("id").stringValue();
        server.post("/templates/" + template + "/publish", "");
        server.post("/webhooks", """
            {"endpoint":"http://127.0.0.1:9/hook","events":["email.sent","email.delivered","email.bounced"]}""");
        server.post("/suppressions", "{\"email\":\"never@elsewhere.test\"}");
    }

    private void emails() {
        for (String to :
                List.of("ada@friend.test", "bounced@friend.test", "complained@friend.test", "delayed@friend.test"))
            email(to, "");
        String paper = Base64.getEncoder().encodeToString("a bill".getBytes(StandardCharsets.UTF_8));
        String last = email("grace@friend.test", """
            ,"cc":["a.rather.long.address.that.hardly.fits@a-rather-long-name-of-a-domain.test"],
            "tags":[{"name":"category","value":"orders"}],"headers":{"X-Order":"42"},
            "attachments":[{"filename":"bill.txt","content":"%s"}]""".formatted(paper));
        email("later@friend.test", ",\"scheduled_at\":\"in 3 days\"");
        server.awaitLastEvent(last, "delivered");
        server.send(server.request("/emails/nothing").GET().build());
    }

    private String email(String to, String more) {
        return server.email("""
            {"from":"Shop <orders@shop.test>","to":"%s","subject":"Your order 42","html":"%s","text":"Order 42"%s}""".formatted(to, HTML, more));
    }
}
