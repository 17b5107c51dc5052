/// Suppressions: recipients that a team's emails are kept from, because one bounced for good, complained, or because
/// the
/// team says so. Whoever sends asks here first; whoever hears of a bounce or a complaint tells it here. Knows nothing
/// of
/// emails but the id of the one that was at fault.
@NullMarked
package dev.pennypost.suppressions;

import org.jspecify.annotations.NullMarked;
