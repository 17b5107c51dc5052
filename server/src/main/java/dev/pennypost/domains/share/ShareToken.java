package dev.pennypost.domains.share;

import dev.pennypost.domains.DomainId;
import dev.pennypost.secrets.Seal;
import dev.pennypost.secrets.SealedIds;
import dev.pennypost.teams.TeamId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a link says: whose domain it shows, and until when. Nothing is kept of it here; a seal proves that it is ours.
record ShareToken(TeamId team, DomainId domain, Instant expiresAt) {
    String sealed(Seal seal) {
        return new SealedIds(List.of(team.value(), domain.value()), expiresAt).sealed(seal);
    }

    /// Empty when it is not one of ours.
    static Optional<ShareToken> open(String text, Seal seal) {
        return SealedIds.open(text, seal, 2)
                .map(said -> new ShareToken(
                        new TeamId(said.ids().getFirst()),
                        new DomainId(said.ids().getLast()),
                        said.expiresAt()));
    }
}
