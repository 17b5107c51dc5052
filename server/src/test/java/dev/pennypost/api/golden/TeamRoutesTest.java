package dev.pennypost.api.golden;

import static dev.pennypost.api.golden.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.accounts.Role;
import dev.pennypost.keys.Permission;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The team, its members and invitations over the API.
class TeamRoutesTest {
    private static final String ABSENT = "0190b6c4-0000-7000-8000-000000000000";

    private final GoldenWorld world = new GoldenWorld();
    private final Client client = new Client(world);
    private final String key = world.newKey(Permission.TEAM_ACCESS);

    @AfterEach
    void close() {
        client.close();
        world.close();
    }

    @Test
    void showsTheTeamAndRenamesIt() throws Exception {
        String id = world.team(key).toString();
        assertThat(call("GET", "/team", "").body())
                .isEqualTo("{\"object\":\"team\",\"id\":\"" + id
                        + "\",\"name\":\"golden\",\"created_at\":\"2026-01-01 12:00:00+00\"}");
        assertThat(call("PATCH", "/team", "{\"name\":\"Post\"}").body())
                .isEqualTo("{\"object\":\"team\",\"id\":\"" + id + "\"}");
        assertThat(json(call("GET", "/team", "")).get("name").stringValue()).isEqualTo("Post");
        var refused = call("PATCH", "/team", "{\"name\":\" \"}");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(json(refused).get("message").stringValue())
                .isEqualTo("A name has between one and 100 characters, on one line.");
    }

    @Test
    void showsMembersAndChangesTheirRoles() throws Exception {
        world.signIn(key, Role.VIEWER);
        var list = call("GET", "/team/members", "");
        String id = json(list).get("data").get(0).get("id").stringValue();
        assertThat(list.body())
                .isEqualTo("{\"object\":\"list\",\"has_more\":false,\"data\":[{\"id\":\"" + id
                        + "\",\"name\":\"Ada\",\"email\":\"ada@example.com\",\"role\":\"viewer\","
                        + "\"created_at\":\"2026-01-01 12:00:00+00\"}]}");
        assertThat(call("PATCH", "/team/members/" + id, "{\"role\":\"admin\"}").body())
                .isEqualTo("{\"object\":\"member\",\"id\":\"" + id + "\"}");
        assertThat(call("GET", "/team/members/" + id, "").body())
                .startsWith("{\"object\":\"member\",\"id\":\"" + id + "\"")
                .contains("\"role\":\"admin\"");
        assertThat(call("DELETE", "/team/members/" + id, "").body())
                .isEqualTo("{\"object\":\"member\",\"id\":\"" + id + "\",\"deleted\":true}");
        notFound(call("GET", "/team/members/" + id, ""));
    }

    @Test
    void invitesWithALinkWhereNoMailIsSent() throws Exception {
        var made = call("POST", "/team/invitations", "{\"email\":\"bob@dest.test\",\"role\":\"developer\"}");
        assertThat(made.statusCode()).isEqualTo(201);
        String id = json(made).get("id").stringValue();
        String url = json(made).get("url").stringValue();
        assertThat(url).startsWith(world.url() + "/dashboard/invitation/");
        assertThat(call("GET", "/team/invitations", "").body())
                .isEqualTo("{\"object\":\"list\",\"has_more\":false,\"data\":[{\"id\":\"" + id
                        + "\",\"email\":\"bob@dest.test\",\"role\":\"developer\",\"invited_by\":null,"
                        + "\"created_at\":\"2026-01-01 12:00:00+00\",\"expires_at\":\"2026-01-08 12:00:00+00\"}]}");
        var again = call("POST", "/team/invitations/" + id + "/resend", "");
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(json(again).get("url").stringValue()).isNotEqualTo(url);
        assertThat(call("DELETE", "/team/invitations/" + id, "").body())
                .isEqualTo("{\"object\":\"invitation\",\"id\":\"" + id + "\",\"deleted\":true}");
        notFound(call("DELETE", "/team/invitations/" + id, ""));
    }

    @Test
    void makesNoOwnersAndTouchesNone() throws Exception {
        world.signIn(key, Role.OWNER);
        String owner = json(call("GET", "/team/members", ""))
                .get("data")
                .get(0)
                .get("id")
                .stringValue();
        restricted(call("DELETE", "/team/members/" + owner, ""));
        restricted(call("PATCH", "/team/members/" + owner, "{\"role\":\"viewer\"}"));
        restricted(call("POST", "/team/invitations", "{\"email\":\"bob@dest.test\",\"role\":\"owner\"}"));
    }

    @Test
    void letsKeysLookThatMayNotManageMembersAndChangeNothing() throws Exception {
        String usual = world.newKey();
        assertThat(client.get(usual, "/team").statusCode()).isEqualTo(200);
        assertThat(client.get(usual, "/team/members").statusCode()).isEqualTo(200);
        assertThat(client.get(usual, "/team/invitations").statusCode()).isEqualTo(200);
        restricted(client.call(usual, "PATCH", "/team", "{\"name\":\"Mine\"}"));
        restricted(client.post(usual, "/team/invitations", "{\"email\":\"me@dest.test\",\"role\":\"admin\"}"));
        assertThat(client.get(world.newKey(Permission.SENDING_ACCESS), "/team").statusCode())
                .isEqualTo(401);
    }

    @Test
    void givesNobodyAKeyThatMayMoreThanTheirs() throws Exception {
        String wanted = "{\"name\":\"ci\",\"permission\":\"team_access\"}";
        var refused = client.post(world.newKey(), "/api-keys", wanted);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(json(refused).get("name").stringValue()).isEqualTo("invalid_access");
        String made = json(client.post(key, "/api-keys", wanted)).get("token").stringValue();
        assertThat(client.call(made, "PATCH", "/team", "{\"name\":\"Ours\"}").statusCode())
                .isEqualTo(200);
    }

    @Test
    void knowsNothingOfOtherTeams() throws Exception {
        world.signIn(key, Role.VIEWER);
        String member = json(call("GET", "/team/members", ""))
                .get("data")
                .get(0)
                .get("id")
                .stringValue();
        String other = world.newKey(Permission.TEAM_ACCESS);
        notFound(client.get(other, "/team/members/" + member));
        notFound(client.call(other, "DELETE", "/team/members/" + member, ""));
        notFound(client.get(key, "/team/members/" + ABSENT));
    }

    @Test
    void saysWhatIsWrongWithAnInvitation() throws Exception {
        assertThat(json(call("POST", "/team/invitations", "{\"email\":\"bob\",\"role\":\"viewer\"}"))
                        .get("message")
                        .stringValue())
                .startsWith("“bob” is no email address: ");
        assertThat(json(call("POST", "/team/invitations", "{\"email\":\"b@dest.test\",\"role\":\"king\"}"))
                        .get("message")
                        .stringValue())
                .isEqualTo("Invalid `role` field. It must be \"owner\" | \"admin\" | \"developer\" | \"viewer\".");
    }

    private static void restricted(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(json(answer).get("name").stringValue()).isEqualTo("restricted_api_key");
    }

    private static void notFound(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(json(answer).get("name").stringValue()).isEqualTo("not_found");
    }

    private HttpResponse<String> call(String method, String path, String body) throws Exception {
        return client.call(key, method, path, body);
    }
}
