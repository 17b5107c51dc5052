package dev.pennypost.accounts;

import dev.pennypost.accounts.AccountResult.Done;
import dev.pennypost.accounts.AccountResult.Refused;
import dev.pennypost.audit.Action;
import dev.pennypost.mail.address.Address;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Makes accounts, whatever the way somebody came by one.
final class Registration {
    private final Passwords passwords;
    private final InstantSource clock;
    private final PersonStore people = new PersonStore();
    private final MembershipStore memberships = new MembershipStore();

    Registration(Passwords passwords, InstantSource clock) {
        this.passwords = passwords;
        this.clock = clock;
    }

    /// Looks at what somebody says about themselves, hashes the password, and goes on with both.
    <T> AccountResult<T> prepared(NewPerson said, Function<Prepared, AccountResult<T>> work) {
        return switch (Checked.of(said)) {
            case Refused<Checked>(var problem) -> new Refused<>(problem);
            case Done<Checked>(var checked) ->
                passwords
                        .hash(checked.password())
                        .map(hash -> work.apply(new Prepared(checked.address(), checked.name(), hash)))
                        .orElseGet(() -> new Refused<>(new AccountProblem.TooBusy()));
        };
    }

    /// Whether somebody has this address; it stays so until the transaction ends.
    boolean isTaken(Transaction tx, Address address) {
        people.lock(tx);
        return people.find(tx, EmailKey.of(address)).isPresent();
    }

    Person insert(Transaction tx, Prepared prepared, TeamId team, Role role) {
        var now = clock.instant();
        var address = prepared.address();
        var person = new Person(new PersonId(Ids.next(now)), address.unicode(), prepared.name(), now);
        people.insert(tx, person, EmailKey.of(address), prepared.hash());
        memberships.insert(tx, person.id(), team, role, now);
        var made = AccountTrail.facts(person).and("role", role);
        AccountTrail.note(tx, Action.PERSON_CREATED, person, null, made);
        return person;
    }

    /// @param hash of the password, as a PHC string; null for somebody without one
    record Prepared(Address address, String name, @Nullable String hash) {}
}
