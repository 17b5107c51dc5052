/// DNS lookups over the network, behind the resolver interface of the mail library. Everything that asks the DNS does
/// so through here, with the resolvers the operator chose. Knows no feature.
@NullMarked
package dev.pennypost.dns;

import org.jspecify.annotations.NullMarked;
