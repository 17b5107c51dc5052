package dev.pennypost.domains;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.domains.diagnosis.RecordCheck;
import dev.pennypost.domains.signing.DomainKey;
import dev.pennypost.domains.signing.KeyAlgorithm;
import dev.pennypost.mail.dkim.DkimKeyRecord;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.PublicSuffixList;
import dev.pennypost.secrets.SecretBox;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.Teams;
import dev.pennypost.testkit.FakeDns;
import dev.pennypost.testkit.FixedClock;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Keys of the domain that TLS reports are sent from say that they are for reports too.
class ReportKeysTest {
    private final FixedClock clock = new FixedClock();
    private final Database database = Database.open(TestPostgres.freshDatabase(), 2, clock);
    private final TeamId team = new Teams(database, clock).create("operator");
    private final Domains domains = new Domains(
            database,
            new RecordCheck(new FakeDns()),
            new SecretBox(new byte[32], new SecureRandom()),
            PublicSuffixList.bundled()::registrableDomain,
            Fixtures.CONFIG,
            Optional.empty(),
            DomainName.parse("op.test")::equals,
            clock);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void sayThatTheyAreForReportsAndAllOtherMail() {
        Domain domain = added("op.test");
        domains.makeKey(team, domain.id(), KeyAlgorithm.ED25519, null);

        List<String> records = records(domain);
        assertThat(records).hasSize(2).allSatisfy(record -> {
            assertThat(record).startsWith("v=DKIM1; k=").contains("; s=*:tlsrpt; p=");
            assertThat(DkimKeyRecord.parse(record).services()).containsExactly("*", "tlsrpt");
        });
        assertThat(domains.get(team, domain.id()).orElseThrow().allRecords())
                .extracting(record -> record.planned().value())
                .containsAll(records);
    }

    @Test
    void ofOtherDomainsSayNothing() {
        assertThat(records(added("other.test")))
                .singleElement()
                .satisfies(record -> assertThat(record).startsWith("p="));
    }

    private Domain added(String name) {
        return ((AddResult.Added) domains.add(team, AddDomain.named(name))).domain();
    }

    private List<String> records(Domain domain) {
        return domains.keys(team, domain.id()).orElseThrow().stream()
                .map(DomainKey::publicRecord)
                .toList();
    }
}
