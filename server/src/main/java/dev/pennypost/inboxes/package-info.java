/// Inboxes: addresses at verified domains that mail is to arrive at, and domains as those see them who think in
/// inboxes. For the `inboxes` door. Calls `domains` for everything that concerns a domain as such.
@NullMarked
package dev.pennypost.inboxes;

import org.jspecify.annotations.NullMarked;
