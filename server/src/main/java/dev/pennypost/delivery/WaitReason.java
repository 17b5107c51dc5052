package dev.pennypost.delivery;

import dev.pennypost.delivery.traffic.Limit;
import java.util.Locale;

/// Why a delivery waits.
public enum WaitReason {
    ACCEPTED("It has just been accepted and its turn has not come.", "its turn"),
    SERVER_SAID_LATER("The server said: later (4xx).", "the next attempt; `flush` makes it now"),
    HOST_UNREACHABLE(
            "No server of the destination could be reached, or the connection broke.",
            "the next attempt; `flush` makes it now"),
    TLS_UNAVAILABLE(
            "TLS is demanded and the server does not offer it, or breaks it.",
            "a server that offers TLS, or a domain that demands less"),
    TLS_UNVERIFIED(
            "The server is not the one that the recipient's domain vouches for, by MTA-STS or DANE, or that the sending"
                    + " domain trusts.",
            "the right server or certificate, or the owner of the recipient's domain"),
    TLS_POLICY_UNKNOWN(
            "What the recipient's domain demands of encryption could not be found out, and somebody may want it so.",
            "DNS or the policy's server, when it answers again"),
    DNS_FAILED("DNS did not answer where the destination's servers are.", "the next attempt; `flush` makes it now"),
    LEASE_ENDED("The process that held it ended before it was settled.", "its turn"),
    SITE_SUSPENDED(
            "Its site has said that it takes nothing for a while, or could not be reached for some time.",
            "the end of the suspension; `flush` with the site ends it now"),
    SITE_THROTTLED("As much has gone to its site as may in so much time.", "time"),
    SITE_BUSY("More waits for its site than the site takes in the next seconds.", "its turn"),
    WARMING_UP("The address or the domain it leaves from is new, and has sent what it may today.", "tomorrow"),
    PAUSED("An operator has paused it.", "`resume`"),
    REQUEUED("An operator has let it go on or start anew, and its turn has not come.", "its turn"),
    OUR_FAULT("Something of ours broke while it was attempted; the log has the reason.", "the next attempt");

    private final String meaning;
    private final String ending;

    WaitReason(String meaning, String ending) {
        this.meaning = meaning;
        this.ending = ending;
    }

    /// As it stands in the database and in answers.
    public String spelled() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// In one sentence.
    public String meaning() {
        return meaning;
    }

    /// What ends the waiting.
    public String ending() {
        return ending;
    }

    /// @throws IllegalArgumentException when nothing is spelled so
    public static WaitReason spelled(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    static WaitReason of(Limit limit) {
        return switch (limit) {
            case SUSPENSION -> SITE_SUSPENDED;
            case RATE -> SITE_THROTTLED;
            case WARM_UP -> WARMING_UP;
        };
    }
}
