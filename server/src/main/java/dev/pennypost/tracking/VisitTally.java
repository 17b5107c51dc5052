package dev.pennypost.tracking;

/// How often a recipient came by an email, for one kind of visit; held by the one transaction that locked it. Mail
/// programs and scanners may load an image thousands of times: only the first visits of people and the first of machines
/// are kept, each to a number. Nothing else is known of later ones but how many there were, and they are not told and
/// not counted as opens and clicks. Who opened or clicked at all is not touched by it, as machines take no room from
/// people.
final class VisitTally {
    /// Nobody reads an email so often; and it is so few that what is looked at to judge one more visit stays little.
    static final int MOST = 100;
    /// Clicks that are found out to be machines' stay, so there may be more of those; not without end.
    private static final int MOST_FOUND_OUT = 2 * MOST;

    private boolean byPerson;
    private int persons;
    private int machines;
    private long beyond;

    /// @param byPerson whether a person's visit is marked as the first
    /// @param persons how many of theirs are kept
    VisitTally(boolean byPerson, int persons, int machines, long beyond) {
        this.byPerson = byPerson;
        this.persons = persons;
        this.machines = machines;
        this.beyond = beyond;
    }

    /// What becomes of a visit.
    enum Fate {
        KEPT,
        /// Kept, and a person's first of its kind for this email and recipient.
        FIRST,
        BEYOND
    }

    Fate machine() {
        if (machines >= MOST) return lost();
        machines++;
        return Fate.KEPT;
    }

    Fate person() {
        if (persons >= MOST || machines >= MOST_FOUND_OUT) return lost();
        persons++;
        Fate fate = byPerson ? Fate.KEPT : Fate.FIRST;
        byPerson = true;
        return fate;
    }

    private Fate lost() {
        beyond++;
        return Fate.BEYOND;
    }

    /// A person's visit turns out to be a machine's.
    void foundOut() {
        persons = Math.max(0, persons - 1);
        machines++;
    }

    /// The next visit by a person is the first.
    void noFirst() {
        byPerson = false;
    }

    boolean byPerson() {
        return byPerson;
    }

    int persons() {
        return persons;
    }

    int machines() {
        return machines;
    }

    long beyond() {
        return beyond;
    }
}
