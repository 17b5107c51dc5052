package dev.pennypost.dashboard.walk;

import dev.pennypost.api.golden.GoldenWorld;
import dev.pennypost.dashboard.mailbox.KeptMail;
import dev.pennypost.dashboard.mailbox.MailboxPages;
import dev.pennypost.mail.dns.PublicSuffixList;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.testkit.FakeMx;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/// A world with every section of the dashboard, for teams that have some of everything.
final class FullWorld implements AutoCloseable {
    private final KeptMail mailbox = new KeptMail();
    private final List<FullTeam> teams = new ArrayList<>();
    private final GoldenWorld world;
    private final FakeMx mx;
    private final String operatorsKey;

    FullWorld() {
        this(TestPostgres.freshDatabase());
    }

    /// @param address of a database with our schema and nothing in it
    FullWorld(Database.Address address) {
        world = new GoldenWorld(
                List.of(new MailboxPages(mailbox, PublicSuffixList.bundled()::registrableDomain)), address);
        mx = world.delivering();
        operatorsKey = world.operatorsKey(); // so that no other team is the first
    }

    /// @param domain a name that no other team of the world has
    /// @param words what stands in a field, by the name of the field
    FullTeam team(String domain, UnaryOperator<String> words) {
        return team(world.newKey(), domain, words);
    }

    /// The team whose owners operate the installation.
    FullTeam operators(String domain, UnaryOperator<String> words) {
        return team(operatorsKey, domain, words);
    }

    String operatorsKey() {
        return operatorsKey;
    }

    private FullTeam team(String key, String domain, UnaryOperator<String> words) {
        var team = new FullTeam(this, key, domain, words);
        teams.add(team);
        return team;
    }

    GoldenWorld world() {
        return world;
    }

    KeptMail mailbox() {
        return mailbox;
    }

    FakeMx mx() {
        return mx;
    }

    Snapshot snapshot() {
        return Snapshot.of(world.database());
    }

    /// Names of tables that have changed since then.
    Set<String> changedSince(Snapshot then) {
        return then.changedIn(world.database());
    }

    List<Place> ofMembers() {
        return Places.ofMembers(world);
    }

    List<Place> ofGuests() {
        return Places.ofGuests(world);
    }

    @Override
    public void close() {
        teams.forEach(FullTeam::close);
        world.close();
    }
}
