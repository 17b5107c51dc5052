/// An organisation's own account at a service that speaks the Resend API: its key, and the one domain it manages
/// there. For the `byok` door. Asks the upstream over the network, always between two transactions.
@NullMarked
package dev.pennypost.upstreams;

import org.jspecify.annotations.NullMarked;
