package dev.pennypost.delivery.scenarios;

import dev.pennypost.emails.World;
import dev.pennypost.testkit.FakeMx;
import dev.pennypost.testkit.ReceivedMail;
import java.util.List;
import java.util.stream.Stream;

/// A domain and its server.
record Story(Scenario scenario, String domain, FakeMx mx) {
    /// Sends one email to these local parts.
    Sent send(String... locals) {
        String[] to = Stream.of(locals).map(local -> local + "@" + domain).toArray(String[]::new);
        return new Sent(scenario, scenario.world.send(scenario.acme, World.email("a@acme.test", to)));
    }

    /// The same from a domain whose mail travels encrypted or not at all.
    Sent sendEncrypted(String local) {
        return new Sent(
                scenario, scenario.world.send(scenario.strict, World.email("a@strict.test", local + "@" + domain)));
    }

    /// What has arrived, as the ids of the emails, in the order of arrival.
    List<String> arrived() {
        return arrivedAt(mx);
    }

    static List<String> arrivedAt(FakeMx server) {
        return server.messages().stream().map(Story::id).toList();
    }

    private static String id(ReceivedMail mail) {
        return mail.text()
                .lines()
                .filter(line -> line.startsWith("Message-ID: <"))
                .map(line -> line.substring("Message-ID: <".length(), line.indexOf('@')))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no email of ours: " + mail.text()));
    }
}
