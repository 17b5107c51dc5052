package dev.pennypost.domains.diagnosis;

import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.Question.Manner;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// One server that speaks for a zone, at one of its addresses.
///
/// @param address null when its name leads to none that may be asked
/// @param listing who names it
/// @param manner how it is asked: a resolver may stand in for servers that cannot be reached
/// @param trouble why what it says does not count, such as `does not answer`; null when it does
record NameServer(
        DomainName name,
        @Nullable InetSocketAddress address,
        Listing listing,
        Manner manner,
        @Nullable String trouble) {

    /// Where the NS records stand that name a server.
    enum Listing {
        PARENT,
        CHILD,
        BOTH
    }

    static NameServer at(DomainName name, InetSocketAddress address, Listing listing) {
        return new NameServer(name, address, listing, Manner.AUTHORITY, null);
    }

    static NameServer nowhere(DomainName name, Listing listing, String trouble) {
        return new NameServer(name, null, listing, Manner.AUTHORITY, trouble);
    }

    NameServer listed(Listing other) {
        return new NameServer(name, address, other, manner, trouble);
    }

    NameServer in(@Nullable String otherTrouble) {
        return new NameServer(name, address, listing, manner, otherTrouble);
    }

    boolean isSound() {
        return trouble == null && address != null;
    }

    /// The registry leads resolvers to it.
    boolean isLive() {
        return listing != Listing.CHILD;
    }

    String shown() {
        return address == null
                ? name.ascii()
                : name + " (" + address.getAddress().getHostAddress() + ")";
    }
}
