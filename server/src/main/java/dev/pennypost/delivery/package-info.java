/// The mail engine: the queue of deliveries, the attempts made for each, and what came of them. Knows recipients and
/// bytes; asks domains for signing keys and tells whoever plugs in what was settled.
@NullMarked
package dev.pennypost.delivery;

import org.jspecify.annotations.NullMarked;
