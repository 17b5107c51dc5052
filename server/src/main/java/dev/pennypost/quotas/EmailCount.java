package dev.pennypost.quotas;

/// How many emails a team sent and received in a time. One to several recipients counts once for each (contract §4.2).
public record EmailCount(long sent, long received) {
    static final EmailCount NOTHING = new EmailCount(0, 0);

    /// What counts against a quota.
    public long used() {
        return sent + received;
    }

    EmailCount plusSent(long more) {
        return new EmailCount(sent + more, received);
    }
}
