package dev.pennypost.domains.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pennypost.domains.DomainsConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateLintTest {
    private static final Path TEMPLATES =
            Path.of(System.getProperty("pennypost.root"), "../shared/corpora/domain-connect/templates");

    private static final String GOOD = """
            {"providerId":"post.test","providerName":"Post","serviceId":"mail","serviceName":"Mail","version":1,
             "syncPubKeyDomain":"post.test","records":[
             {"type":"TXT","host":"%s._domainkey","ttl":3600,"data":"p=%key%","txtConflictMatchingMode":"All"}]}""";

    @Test
    void ourTemplateHasNothingToObjectTo() {
        var config = new DomainConnectConfig("post.test", "Post", "mail", "Mail", "", "", "", "_dck1", "");
        var hosts = DomainsConfig.of("bounces.{region}.mta.test", "spf.mta.test");
        assertThat(new Onboarding(config, hosts).objections()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "resend.com.mail",
                "resend.com.mail-send-and-receive",
                "resend.com.click-tracking",
                "resend.com.domain-verification",
                "resend.com.sso",
                "brevo.com.domain-authentication",
                "google.com.gmail-setup",
                "mailchimp.com.email-signing",
                "microsoft.com.dpoo",
                "sendgrid.com.domain-auth",
                "sendgrid.com.domain-auth-manual"
            })
    void templatesThatHostsTookUpHaveNoErrors(String name) throws IOException {
        var template = published(name);
        assertThat(new TemplateLint(template).errors()).isEmpty();
        assertThat(template.fileName()).isEqualTo(name + ".json");
    }

    @Test
    void anOldTemplateThatIsSignedAndWarnsOfPhishingWouldNotBeTakenToday() throws IOException {
        assertThat(rules(published("microsoft.com.o365"))).contains("signed-and-warned");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    "syncPubKeyDomain":"post.test",          | ^^                                             | unsigned
                    "syncPubKeyDomain":"post.test",          | "syncPubKeyDomain":"p.test","warnPhishing":true, | signed-and-warned
                    "data":"p=%key%"                         | "data":"v=spf1 include:x.test ~all"            | spf-as-txt
                    "data":"p=%key%"                         | "data":"%key%"                                 | bare-variable
                    "data":"p=%key%"                         | "data":"p=%key"                                | open-variable
                    "data":"p=%key%",                        | "data":"",                                     | value
                    "host":"%s._domainkey"                   | "host":"%host%"                                | host-in-host
                    "host":"%s._domainkey"                   | "host":"x.%domain%"                            | domain-in-host
                    "host":"%s._domainkey"                   | "host":"_dmarc"                                | dmarc-essential
                    ,"txtConflictMatchingMode":"All"         | ^^                                             | unique-text
                    "txtConflictMatchingMode":"All"          | "txtConflictMatchingMode":"Prefix"             | conflict-prefix
                    "txtConflictMatchingMode":"All"          | "txtConflictMatchingMode":"Some"               | conflict-mode
                    "txtConflictMatchingMode":"All"          | "txtConflictMatchingMode":"All","essential":"No" | essential
                    "ttl":3600,                              | ^^                                             | ttl
                    "type":"TXT"                             | "type":"SPF"                                   | type
                    "type":"TXT"                             | "type":"MX"                                    | priority
                    "version":1,                             | ^^                                             | version
                    "providerId":"post.test"                 | "providerId":"post test"                       | ids
                    "serviceName":"Mail"                     | "serviceName":""                               | names
                    """)
    void findsWhatTheRepositoryWouldObjectTo(String good, String bad, String rule) {
        var key = GOOD.replace("%s.", "%selector%.");
        assertThat(rules(Template.read(key))).isEmpty();
        assertThat(rules(Template.read(key.replace(good.replace("%s.", "%selector%."), bad)))).contains(rule);
    }

    @Test
    void aTemplateReadsBackAsItWasWritten() {
        var template = Template.read(GOOD);
        assertThat(Template.read(template.json())).isEqualTo(template);
        assertThat(template.json()).doesNotContain("null");
    }

    private static List<String> rules(Template template) {
        return new TemplateLint(template)
                .remarks().stream().map(TemplateLint.Remark::rule).toList();
    }

    private static Template published(String name) throws IOException {
        Path file = TEMPLATES.resolve(name + ".json");
        assumeTrue(Files.exists(file), "the Domain Connect templates are not at " + TEMPLATES);
        return Template.read(Files.readString(file));
    }
}
