package dev.pennypost.api.resend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pennypost.api.http.Fields;
import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.Refusal;
import dev.pennypost.emails.SendEmail;
import dev.pennypost.json.Json;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.Teams;
import dev.pennypost.templates.Declaration;
import dev.pennypost.templates.Draft;
import dev.pennypost.templates.SaveResult;
import dev.pennypost.templates.TemplateId;
import dev.pennypost.templates.Templates;
import dev.pennypost.templates.VariableType;
import dev.pennypost.templates.Wording;
import dev.pennypost.testkit.FixedClock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TemplatingTest {
    private final FixedClock clock = new FixedClock();
    private final Database database = Database.open(TestPostgres.freshDatabase(), 2, clock);
    private final Templates templates = new Templates(database, clock);
    private final TeamId acme = new Teams(database, clock).create("acme");

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void remembersWhichTemplateAnEmailWasMadeFrom() {
        TemplateId id = published("<p>{{{NAME}}}</p>");

        assertThat(email("hello", "Ada").template()).isEqualTo(id);
        assertThat(email("hello", "Ada").html()).isEqualTo("<p>Ada</p>");
        assertThat(email(id.toString(), "Ada").template()).isEqualTo(id);
    }

    @Test
    void refusesWhatBecomesTooLargeAsTooLarge() {
        published("{{{NAME}}}".repeat(25_000));

        var problem = refusal("n".repeat(2_000));

        assertThat(problem).isInstanceOf(HttpProblem.TooLarge.class);
        assertThat(ResendErrors.of(problem).status()).isEqualTo(413);
        assertThat(ResendErrors.message(ResendErrors.of(problem)))
                .isEqualTo(
                        "The email is too large. With the values of its variables, a part of it has more than 40 MB.");
    }

    @Test
    void refusesAnotherBadValueAsABadField() {
        published("<p>{{{NAME}}}</p>");

        var problem = refusal("n".repeat(2_001));

        assertThat(ResendErrors.of(problem).status()).isEqualTo(422);
        assertThat(ResendErrors.message(ResendErrors.of(problem)))
                .isEqualTo("Invalid `variables` field. The value of `NAME` must be at most 2,000 characters.");
    }

    private HttpProblem refusal(String name) {
        return catchThrowableOfType(Refusal.class, () -> email("hello", name)).problem();
    }

    private SendEmail email(String template, String name) {
        var body = Json.MAPPER.readTree("""
                {"from":"a@acme.test","to":"ada@dest.test","subject":"Hello",
                 "template":{"id":"%s","variables":{"NAME":"%s"}}}""".formatted(template, name));
        return EmailJson.read(Fields.of(body), clock.instant(), new Templating(templates, acme));
    }

    private TemplateId published(String html) {
        var draft = new Draft(
                "Hello",
                "hello",
                new Wording(null, null, List.of(), html, null),
                List.of(new Declaration("NAME", VariableType.STRING, null)));
        TemplateId id = ((SaveResult.Saved) templates.create(acme, draft)).id();
        templates.publish(acme, "hello");
        return id;
    }
}
