package dev.pennypost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.testkit.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Delivery to Debian's Postfix, and what OpenDKIM and dkimpy think of the file it wrote.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PostfixTest {
    private static final String PYTHON = "/usr/bin/python3";
    private static final Pattern SIGNATURE_TAGS = Pattern.compile("[;\\s:]([ds])=([A-Za-z0-9._-]+)");
    private static final Pattern STRING = Pattern.compile("\"([^\"]*)\"");

    private Path folder;
    private PrivatePostfix postfix;
    private Pennypost pennypost;

    @BeforeAll
    void start(@TempDir(factory = OpenFolder.class) Path temp) throws IOException {
        Tools.require("postfix", "openssl", "dig", "opendkim");
        Tools.require(
                Files.exists(Path.of(PYTHON))
                        && Tools.run(temp, Map.of(), PYTHON, "-c", "import dkim")
                                        .exitCode()
                                == 0,
                "python3-dkim is not installed");
        Tools.require(System.getProperty("user.name").equals("root"), "Postfix is started by root only");
        folder = temp;
        postfix = PrivatePostfix.start(Files.createDirectory(temp.resolve("postfix")));
        pennypost = Pennypost.dev(temp.resolve("data"), "--deliver-to", postfix.address());
        pennypost.verifiedDomain("acme.test");
    }

    @AfterAll
    void stop() {
        // a skipped or failed start leaves them unset
        if (pennypost != null) pennypost.close();
        if (postfix != null) postfix.close();
    }

    @Test
    void deliversOverTlsWhatOthersFindSignedWell() throws IOException {
        String id = pennypost.email("""
                {"from":"Acme Übersee <hello@acme.test>","to":"Ada <ada@dest.test>","subject":"Grüße ✓",
                 "html":"<p>Hello <b>Ada</b> — ✓</p>","text":"Hello Ada — ✓\\n.\\nFrom here on\\n",
                 "headers":{"X-Entity-Ref-ID":"postfix-1"},
                 "attachments":[{"filename":"zahlen ü.csv","content":"%s"}]}""".formatted(base64("a,b\n1,2\n")));
        pennypost.awaitLastEvent(id, "delivered");
        Eventually.holds("mail in the mailbox", () -> !postfix.mailbox().isEmpty());

        assertThat(postfix.mailbox()).hasSize(1);
        Path mail = postfix.mailbox().getFirst();
        String text = Files.readString(mail);
        assertThat(text)
                .as("Postfix's Received header names the TLS version")
                .contains("using TLSv1.3")
                .contains("for <ada@dest.test>")
                .contains("X-Entity-Ref-ID: postfix-1")
                .contains(base64("a,b\n1,2\n"))
                .containsIgnoringCase("multipart/mixed")
                .containsIgnoringCase("multipart/alternative");
        assertThat(text.lines().findFirst().orElse("")).startsWith("Return-Path: <bounces+" + id + ".");
        verifyWithDkimpy(mail);
        verifyWithOpenDkim(mail, text);
    }

    @Test
    void waitsWhenPostfixSaysLater() {
        String id = pennypost.email(plain("later@dest.test"));
        pennypost.awaitLastEvent(id, "delivery_delayed");
        assertThat(postfix.log()).contains("450 4.2.1 <later@dest.test>");
    }

    @Test
    void bouncesWhomPostfixDoesNotKnow() {
        String id = pennypost.email(plain("nobody@dest.test"));
        pennypost.awaitLastEvent(id, "bounced");
        assertThat(postfix.log()).contains("550 5.1.1 <nobody@dest.test>");
    }

    private void verifyWithDkimpy(Path mail) {
        var script = Pennypost.ROOT.resolve("e2e/python/verify_dkim.py").toString();
        var verified = Tools.run(
                folder, Map.of(), PYTHON, script, mail.toString(), "127.0.0.1", Integer.toString(pennypost.dnsPort()));
        assertThat(verified.exitCode()).as(verified.printed()).isZero();
        assertThat(verified.printed()).contains("pass acme.test");
    }

    /// OpenDKIM asks name servers on port 53 only, so it gets the published key as a file.
    private void verifyWithOpenDkim(Path mail, String text) throws IOException {
        Map<String, String> tags = SIGNATURE_TAGS
                .matcher(text.substring(text.indexOf("DKIM-Signature:")))
                .results()
                .collect(Collectors.toMap(tag -> tag.group(1), tag -> tag.group(2), (first, _) -> first));
        String name = tags.get("s") + "._domainkey." + tags.get("d");
        Path keys = Files.writeString(folder.resolve("keys"), name + " " + published(name) + "\n");
        Path configuration =
                Files.writeString(folder.resolve("opendkim.conf"), "Mode v\nTestPublicKeys " + keys + "\n");
        String opendkim = Tools.path("opendkim");
        String verdict = Tools.succeed(folder, opendkim, "-x", configuration.toString(), "-vv", "-t", mail.toString());
        assertThat(verdict).contains("dkim=pass").contains("header.d=acme.test").contains("succeeded");
    }

    private String published(String name) {
        String port = Integer.toString(pennypost.dnsPort());
        String answer =
                Tools.succeed(folder, Tools.path("dig"), "@127.0.0.1", "-p", port, name, "TXT", "+tcp", "+short");
        return STRING.matcher(answer)
                .results()
                .map((MatchResult string) -> string.group(1))
                .collect(Collectors.joining());
    }

    private static String plain(String to) {
        return "{\"from\":\"hello@acme.test\",\"to\":\"" + to + "\",\"subject\":\"Hello\",\"text\":\"Hello\"}";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
