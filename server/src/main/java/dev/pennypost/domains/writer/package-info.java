/// Publishes a plan's records at the owner's DNS host, with a token the owner lends for one call. What is there is read
/// first and shown as a diff; exactly that diff is written. One [ZoneWriter] for each DNS host, one [Publication] above
/// them all; tokens are never stored, logged or repeated.
@NullMarked
package dev.pennypost.domains.writer;

import org.jspecify.annotations.NullMarked;
