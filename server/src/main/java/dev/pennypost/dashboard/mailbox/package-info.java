/// The sandbox's mailbox, in `dev` only: what was caught, as a person sees it and as the octets came, what
/// receivers make of it, where its links lead and which mail programs show it otherwise. Buttons play what
/// recipients do next. The sandbox itself is known through an interface only, which the wiring implements.
@NullMarked
package dev.pennypost.dashboard.mailbox;

import org.jspecify.annotations.NullMarked;
