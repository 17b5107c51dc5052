package dev.pennypost.domains.connect;

import dev.pennypost.domains.DomainsConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What an operator hands to DNS hosts before links work: the template, and the records of the public key.
public final class Onboarding {
    private final DomainConnectConfig config;
    private final Template template;

    public Onboarding(DomainConnectConfig config, DomainsConfig domains) {
        this.config = config;
        this.template = new OperatorTemplate(config, domains).template();
    }

    /// The template, as JSON.
    public String template() {
        return template.json();
    }

    /// What the public repository would object to, in sentences; empty when nothing.
    public List<String> objections() {
        return new TemplateLint(template)
                .remarks().stream().map(TemplateLint.Remark::text).toList();
    }

    /// The files to hand over, by name.
    public Map<String, String> files(SigningPair pair) {
        var files = new LinkedHashMap<String, String>();
        files.put(template.fileName(), template());
        files.put("public-key.zone", publicKey(pair));
        files.put("README.md", instructions());
        return files;
    }

    private String publicKey(SigningPair pair) {
        return pair.publicRecords().stream()
                .map(text -> "%s.%s. 3600 IN TXT \"%s\"\n".formatted(config.keyLabel(), config.publicKeyDomain(), text))
                .collect(Collectors.joining());
    }

    private String instructions() {
        return """
                # Domain Connect for %s

                1. Publish the records of `public-key.zone` in the zone `%s`. They are the public half of the key that
                   signs links.
                2. Propose `%s` to <https://github.com/Domain-Connect/Templates> in a pull request. The template of the
                   pull request asks for a link to a test in its online editor; paste the file there to get one.
                3. Ask each DNS host to take the template up. Until a host has, Pennypost shows its customers the records
                   to enter by hand.

                Whoever has the private key can make links in your name. Keep a copy of it; when it is lost, make another
                under another `domain-connect.key-label` and publish that beside the old one.
                """
                .formatted(config.shownName(), config.publicKeyDomain(), template.fileName());
    }
}
