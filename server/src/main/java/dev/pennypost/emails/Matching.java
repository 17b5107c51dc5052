package dev.pennypost.emails;

import dev.pennypost.delivery.Sent;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.address.BadAddress;
import dev.pennypost.mail.report.ReportedRecipient;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds the delivery that a report about an email is about. In doubt there is none.
///
/// @param sent every delivery of the email
record Matching(List<Sent> sent) {
    /// Whom a failure is about: the recipient as we sent to it, or as the other server has it. An email with
    /// one recipient leaves no doubt, whatever its mail is forwarded to.
    Optional<Sent> of(ReportedRecipient failed) {
        return Stream.of(failed.original(), failed.address())
                .flatMap(address -> to(address).stream())
                .findFirst()
                .or(this::only);
    }

    /// Whom a complaint is about. Providers blacken addresses, often but for their own domain.
    List<Sent> of(Collection<String> named) {
        var exact = named.stream().flatMap(one -> to(one).stream()).distinct().toList();
        if (!exact.isEmpty()) return exact;
        var there = sent.stream()
                .filter(one -> named.stream().anyMatch(blackened -> isAtDomain(one, blackened)))
                .toList();
        return there.size() == 1 ? there : only().stream().toList();
    }

    /// Whether the report names this recipient, or nobody. One that names somebody else speaks of an address
    /// behind it, perhaps one of many.
    static boolean namesItself(ReportedRecipient failed, Sent one) {
        return failed.address() == null || is(one, failed.address());
    }

    private Optional<Sent> to(@Nullable String address) {
        return sent.stream().filter(one -> address != null && is(one, address)).findFirst();
    }

    private Optional<Sent> only() {
        return sent.size() == 1 ? Optional.of(sent.getFirst()) : Optional.empty();
    }

    /// In any case: servers change it.
    private static boolean is(Sent one, String address) {
        Address parsed = parsed(address);
        return parsed != null && one.recipient().toString().equalsIgnoreCase(parsed.toString());
    }

    private static @Nullable Address parsed(String address) {
        try {
            return Address.parse(address);
        } catch (BadAddress unusable) {
            return null;
        }
    }

    private static boolean isAtDomain(Sent one, String address) {
        String domain = address.substring(address.lastIndexOf('@') + 1);
        return one.recipient().domain().ascii().equalsIgnoreCase(domain);
    }
}
