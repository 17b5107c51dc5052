package dev.pennypost.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.teams.TeamId;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RoleTest {
    @Test
    void mayAllThatLesserRolesMay() {
        List<Role> roles = List.of(Role.values());
        for (int i = 1; i < roles.size(); i++) {
            Role greater = roles.get(i - 1);
            Role lesser = roles.get(i);
            for (Permission permission : Permission.values())
                if (lesser.may(permission))
                    assertThat(greater.may(permission))
                            .as("%s %s", greater, permission)
                            .isTrue();
        }
    }

    @Test
    void letsViewersLookAndNothingElse() {
        var may = EnumSet.allOf(Permission.class);
        may.removeIf(permission -> !Role.VIEWER.may(permission));
        assertThat(may).containsExactly(Permission.READ);
    }

    @Test
    void letsOnlyOwnersOfTheFirstTeamOperate() {
        var team = new TeamId(new UUID(0, 1));
        assertThat(new Membership(team, "First", Role.OWNER, true).may(Permission.OPERATE_QUEUE))
                .isTrue();
        assertThat(new Membership(team, "First", Role.ADMIN, true).may(Permission.OPERATE_QUEUE))
                .isFalse();
        assertThat(new Membership(team, "Other", Role.OWNER, false).may(Permission.OPERATE_QUEUE))
                .isFalse();
    }

    @Test
    void letsAdminsGrantWhatTheyAreThemselvesAndDevelopersNothing() {
        assertThat(Role.ADMIN.mayGrant(Role.OWNER)).isFalse();
        assertThat(Role.ADMIN.mayGrant(Role.ADMIN)).isTrue();
        assertThat(Role.DEVELOPER.mayGrant(Role.VIEWER)).isFalse();
    }
}
