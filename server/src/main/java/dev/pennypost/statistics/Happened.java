package dev.pennypost.statistics;

import dev.pennypost.domains.DomainId;
import dev.pennypost.teams.TeamId;
import java.time.Instant;
import java.util.Map;

/// Something that happened to an email of a domain, to some of its recipients at once.
///
/// @param times to how many of them; below zero when fewer than were counted
/// @param tags of the email
public record Happened(TeamId team, DomainId domain, Figure figure, Instant at, long times, Map<String, String> tags) {
    /// Every offset from UTC in use is a multiple of it, so days and hours of any time zone are whole quarters.
    private static final long SECONDS = 15 * 60;

    /// To an email without tags.
    public Happened(TeamId team, DomainId domain, Figure figure, Instant at, long times) {
        this(team, domain, figure, at, times, Map.of());
    }

    /// The same, to an email with these tags.
    public Happened tagged(Map<String, String> those) {
        return new Happened(team, domain, figure, at, times, those);
    }

    /// The beginning of the quarter of an hour that it lies in.
    Instant quarter() {
        return quarter(at);
    }

    static Instant quarter(Instant at) {
        return Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), SECONDS) * SECONDS);
    }

    /// The first beginning of a quarter that is not before.
    static Instant quarterFrom(Instant at) {
        Instant quarter = quarter(at);
        return quarter.equals(at) ? at : quarter.plusSeconds(SECONDS);
    }
}
