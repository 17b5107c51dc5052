package dev.pennypost.accounts;

import dev.pennypost.accounts.AccountResult.Done;
import dev.pennypost.accounts.AccountResult.Refused;
import dev.pennypost.config.Secret;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.address.BadAddress;

/// What somebody said about themselves, found to be usable.
record Checked(Address address, String name, Secret password) {
    static AccountResult<Checked> of(NewPerson said) {
        try {
            return of(said, Address.parse(said.email().strip()));
        } catch (BadAddress bad) {
            return new Refused<>(new AccountProblem.BadAddress(said.email(), bad.why()));
        }
    }

    private static AccountResult<Checked> of(NewPerson said, Address address) {
        var name = Names.of(said.name().isBlank() ? address.localPart() : said.name());
        if (name.isEmpty()) return new Refused<>(Names.problem());
        return PasswordRules.problem(said.password(), address)
                .<AccountResult<Checked>>map(Refused::new)
                .orElseGet(() -> new Done<>(new Checked(address, name.get(), said.password())));
    }
}
