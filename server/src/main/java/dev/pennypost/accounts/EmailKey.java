package dev.pennypost.accounts;

import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.address.BadAddress;
import java.util.Locale;

/// An email address as accounts are told apart by it: in lower case, although the letter before the `@` may be the
/// recipient's business (RFC 5321 §2.4). Nobody has two accounts for `Ann@` and `ann@`.
record EmailKey(String text) {
    static EmailKey of(Address address) {
        return new EmailKey(address.toString().toLowerCase(Locale.ROOT));
    }

    /// Of whatever was typed, also of what is no address: then nobody has it.
    static EmailKey of(String typed) {
        try {
            return of(Address.parse(typed.strip()));
        } catch (BadAddress nobodys) {
            return new EmailKey(typed.strip().toLowerCase(Locale.ROOT));
        }
    }
}
