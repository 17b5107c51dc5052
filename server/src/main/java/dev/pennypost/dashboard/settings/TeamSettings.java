package dev.pennypost.dashboard.settings;

import dev.pennypost.accounts.Invitation;
import dev.pennypost.accounts.Member;
import dev.pennypost.accounts.PersonId;
import dev.pennypost.accounts.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a team's settings show.
///
/// @param grantable roles that the visitor may give
/// @param owns whether the visitor is an owner
/// @param operators whether the team operates the installation
/// @param link of an invitation that was just made, to be handed over; null where there is none
/// @param part of the page that was refused; empty for none
/// @param problem why
record TeamSettings(
        String name,
        List<Member> members,
        List<Invitation> invitations,
        List<Role> grantable,
        PersonId self,
        boolean managesMembers,
        boolean managesTeam,
        boolean owns,
        boolean operators,
        @Nullable String link,
        String part,
        String problem) {
    String problemOf(String asked) {
        return part.equals(asked) ? problem : "";
    }

    boolean isSelf(Member member) {
        return member.person().id().equals(self);
    }

    boolean mayChange(Member member) {
        return managesMembers && !isSelf(member) && grantable.contains(member.role());
    }
}
