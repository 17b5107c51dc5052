/// A door for operators, on a listener of its own: whether the process lives, whether it can serve, its metrics, and
/// the
/// queue with what is done to it. It asks for no key and must not be reached from outside; what readiness means and
/// what
/// is measured is handed in. Browsers are turned away.
@NullMarked
package dev.pennypost.admin;

import org.jspecify.annotations.NullMarked;
