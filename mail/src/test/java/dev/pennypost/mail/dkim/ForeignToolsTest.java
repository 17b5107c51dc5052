package dev.pennypost.mail.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.PlainZone;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// dkimpy and OpenDKIM verify what we sign, and we verify what dkimpy signs.
class ForeignToolsTest {
    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final Path OPENDKIM = Path.of("/usr/sbin/opendkim");
    private static final SigningKey RSA = SigningKey.generateRsa(SigningKey.RSA_BITS, new SecureRandom());
    private static final SigningKey ED25519 = SigningKey.generateEd25519(new SecureRandom());
    private static final DomainName DOMAIN = DomainName.parse("example.test");
    private static final List<SigningIdentity> BOTH =
            List.of(new SigningIdentity(DOMAIN, "pp1", RSA), new SigningIdentity(DOMAIN, "pp2", ED25519));
    private static final PlainZone DNS = new PlainZone()
            .txt("pp1._domainkey.example.test", RSA.publicRecord())
            .txt("pp2._domainkey.example.test", ED25519.publicRecord());

    // Arguments: the two records, then files. Prints for each file how many of its signatures hold.
    private static final String VERIFY = """
            import sys, dkim
            records = {b"pp1._domainkey.example.test.": sys.argv[1], b"pp2._domainkey.example.test.": sys.argv[2]}
            def txt(name, timeout=5):
                return records[name].encode()
            for path in sys.argv[3:]:
                message = open(path, "rb").read()
                print(sum(1 for i in (0, 1) if dkim.DKIM(message).verify(idx=i, dnsfunc=txt)))
            """;

    // Arguments: header and body form, key file, then files, each replaced by its signed self.
    private static final String SIGN = """
            import sys, dkim
            forms = (sys.argv[1].encode(), sys.argv[2].encode())
            key = open(sys.argv[3], "rb").read()
            for path in sys.argv[4:]:
                message = open(path, "rb").read()
                signature = dkim.sign(message, b"pp1", b"example.test", key, canonicalize=forms)
                open(path, "wb").write(signature + message)
            """;

    @TempDir
    private Path folder;

    @Test
    void dkimpyAcceptsOurSignatures() throws Exception {
        assumeDkimpy();
        var files = new ArrayList<Path>();
        for (byte[] message : messages()) {
            byte[] fields = new DkimSigner().sign(message, BOTH, Instant.now());
            files.add(write(files.size() + ".eml", TestMessages.concat(fields, message)));
        }
        String said = python(VERIFY, List.of(RSA.publicRecord(), ED25519.publicRecord()), files);
        assertThat(said.lines()).hasSize(files.size()).containsOnly("2");
    }

    @Test
    void weAcceptTheSignaturesOfDkimpy() throws Exception {
        assumeDkimpy();
        for (String form : List.of("simple simple", "relaxed simple", "simple relaxed", "relaxed relaxed")) {
            var files = new ArrayList<Path>();
            for (byte[] message : messages()) files.add(write(files.size() + ".eml", message));
            var arguments = new ArrayList<>(List.of(form.split(" ")));
            arguments.add(pem().toString());
            python(SIGN, arguments, files);
            for (Path file : files) assertVerifies(Files.readAllBytes(file));
        }
    }

    @Test
    void openDkimAcceptsOurSignatures() throws Exception {
        assumeTrue(Files.isExecutable(OPENDKIM), "opendkim is not installed");
        var files = new ArrayList<Path>();
        for (byte[] message : messages()) {
            byte[] fields = new DkimSigner().sign(message, BOTH.subList(0, 1), Instant.now());
            files.add(write(files.size() + ".eml", TestMessages.concat(fields, message)));
        }
        Path keys =
                write("keys", TestMessages.bytes("pp1._domainkey.example.test v=DKIM1; " + RSA.publicRecord() + "\n"));
        Path config = write("conf", TestMessages.bytes("Mode v\nSyslog no\nTestPublicKeys " + keys + "\n"));
        var command = new ArrayList<>(List.of(OPENDKIM.toString(), "-x", config.toString(), "-v", "-t"));
        command.add(String.join(",", files.stream().map(Path::toString).toList()));
        String said = new String(run(command, new byte[0]), StandardCharsets.UTF_8);
        assertThat(said.lines())
                .hasSize(files.size())
                .allMatch(line -> line.endsWith("verification (s=pp1, d=example.test, 2048-bit key) succeeded"));
    }

    private static void assertVerifies(byte[] signed) {
        assertThat(new DkimVerifier(DNS).verify(signed, Instant.now()))
                .as(() -> new String(signed, StandardCharsets.UTF_8))
                .singleElement()
                .isInstanceOf(DkimResult.Pass.class);
    }

    // As SMTP carries them: no lone CR, CRLF at the end. dkimpy does not normalise those, we do.
    private static List<byte[]> messages() {
        var random = new Random(8463);
        var messages = new ArrayList<byte[]>();
        while (messages.size() < 40) {
            String text = new String(TestMessages.strange(random), StandardCharsets.UTF_8);
            messages.add(TestMessages.bytes(text.replaceAll("\r(?!\n)", "") + "\r\n"));
        }
        return messages;
    }

    private static void assumeDkimpy() throws Exception {
        assumeTrue(Files.isExecutable(PYTHON), "there is no " + PYTHON);
        var probe = new ProcessBuilder(PYTHON.toString(), "-c", "import dkim, nacl")
                .redirectErrorStream(true)
                .start();
        probe.getInputStream().readAllBytes();
        assumeTrue(probe.waitFor() == 0, "python3-dkim or python3-nacl is not installed");
    }

    private String python(String program, List<String> arguments, List<Path> files) throws Exception {
        var command = new ArrayList<>(List.of(PYTHON.toString(), "-c", program));
        command.addAll(arguments);
        files.forEach(file -> command.add(file.toString()));
        return new String(run(command, new byte[0]), StandardCharsets.UTF_8);
    }

    private byte[] run(List<String> command, byte[] input) throws Exception {
        Path errors = folder.resolve("stderr");
        var process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input);
        }
        byte[] output = process.getInputStream().readAllBytes();
        assertThat(process.waitFor())
                .as(() -> new String(output, StandardCharsets.UTF_8))
                .isZero();
        return output;
    }

    private Path pem() throws IOException {
        return write(
                "key.pem",
                TestMessages.bytes("-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(RSA.pkcs8()) + "\n-----END PRIVATE KEY-----\n"));
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }
}
