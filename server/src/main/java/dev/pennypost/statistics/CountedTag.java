package dev.pennypost.statistics;

import dev.pennypost.teams.TeamId;
import java.util.Comparator;

/// A tag that emails are counted under.
record CountedTag(TeamId team, String name, String value) {
    /// Stands for all values beyond those that are counted by themselves. No tag can be that.
    static final String OTHERS = "*";

    /// In this order rows are locked, so that two who count never wait for each other in a ring.
    static final Comparator<CountedTag> ORDER = Comparator.<CountedTag>comparingLong(
                    tag -> tag.team.value().getMostSignificantBits())
            .thenComparingLong(tag -> tag.team.value().getLeastSignificantBits())
            .thenComparing(CountedTag::name)
            .thenComparing(CountedTag::value);

    CountedTag others() {
        return new CountedTag(team, name, OTHERS);
    }
}
