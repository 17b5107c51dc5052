/// How much mail goes where, how fast, and from which of our addresses. A site is what a receiver counts us by: all
/// domains with the same mail exchangers, or all exchangers of one provider. Limits come from shipped rules and the
/// operator's own, and move with what receivers say.
@NullMarked
package dev.pennypost.delivery.traffic;

import org.jspecify.annotations.NullMarked;
