package dev.pennypost.accounts;

import dev.pennypost.accounts.Throttle.Gate;
import dev.pennypost.teams.TeamId;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/// What stands between a guess and its answer. Strangers pass three gates: one for their network, one for their network
/// and the account together, and a wide one for the account alone, so that guessing from everywhere is slow and still
/// closes the account to nobody for longer than a minute. Whoever brings a device that the person has signed in with
/// passes only that device's gate.
///
/// @param all those to pass
/// @param own those of them that a success forgives
record Gates(List<Gate> all, List<Gate> own) {
    private static final Duration LONG = Duration.ofMinutes(15);
    private static final Duration SHORT = Duration.ofMinutes(1);

    Gates {
        all = List.copyOf(all);
        own = List.copyOf(own);
    }

    /// Before an account.
    ///
    /// @param what is guessed
    /// @param account whose it is
    static Gates ofStranger(String what, Client client, String account) {
        var network = new Gate(what + " of network", client.network(), 20, LONG);
        var both = new Gate(what + " of both", client.network() + "\n" + account, 5, LONG);
        var alone = new Gate(what + " of account", account, 50, SHORT);
        return new Gates(List.of(network, both, alone), List.of(both));
    }

    static Gates ofDevice(String what, UUID device) {
        var own = new Gate(what + " of device", device.toString(), 5, LONG);
        return new Gates(List.of(own), List.of(own));
    }

    /// Before what is begun without a proof and keeps something until it ends; whoever goes on with it takes it back.
    static Gates ofBeginnings(String what, Client client) {
        return new Gates(List.of(new Gate(what + " of network", client.network(), 50, SHORT)), List.of());
    }

    /// Before what somebody who is signed in has to confirm.
    static Gates ofPerson(String what, PersonId person) {
        var own = new Gate(what + " of person", person.toString(), 5, LONG);
        return new Gates(List.of(own), List.of(own));
    }

    /// Before invitations, which may go to anybody.
    static Gates ofInvitations(TeamId team) {
        return new Gates(List.of(new Gate("invitations of team", team.toString(), 50, Duration.ofHours(1))), List.of());
    }

    /// Before what costs us a letter: passing is what counts, so nothing is forgiven.
    static Gates ofLetters(String what, Client client, String account) {
        var network = new Gate(what + " of network", client.network(), 20, Duration.ofHours(1));
        var whom = new Gate(what + " of account", account, 3, Duration.ofHours(1));
        return new Gates(List.of(network, whom), List.of());
    }
}
