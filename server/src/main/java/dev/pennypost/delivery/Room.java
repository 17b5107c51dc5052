package dev.pennypost.delivery;

import dev.pennypost.teams.TeamId;
import java.util.HashMap;
import java.util.Map;

/// The room in memory for deliveries. A team may have as much as is left free: alone half of all, beside others less,
/// so
/// that there is always some for whoever comes next. Safe to share.
final class Room {
    private final int all;
    private final Map<TeamId, Integer> taken = new HashMap<>();
    private int used;

    Room(int all) {
        this.all = all;
    }

    /// Takes room for so many deliveries of a team; says whether there was.
    synchronized boolean take(TeamId team, int count) {
        int has = taken.getOrDefault(team, 0);
        if (has + count > all - used) return false;
        taken.put(team, has + count);
        used += count;
        return true;
    }

    synchronized void release(TeamId team, int count) {
        taken.computeIfPresent(team, (_, has) -> has > count ? has - count : null);
        used -= count;
    }

    /// How many more deliveries of a team there is room for.
    synchronized int left(TeamId team) {
        return Math.max(0, all - used - taken.getOrDefault(team, 0));
    }

    synchronized int used() {
        return used;
    }
}
