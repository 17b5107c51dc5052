/// Files of emails: those that are named by their address and fetched from there, and the kinds that are never sent.
/// Fetching knows nothing of emails or the database; it is asked for an address and gives octets or the reason why
/// not. Addresses are customers' words, so they are dialled under the rules of `net`.
@NullMarked
package dev.pennypost.emails.files;

import org.jspecify.annotations.NullMarked;
