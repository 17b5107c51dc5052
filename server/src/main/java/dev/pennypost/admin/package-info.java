/// A door for operators, on a listener of its own: whether the process lives, whether it can serve, and its metrics. It
/// asks for no key and knows no feature; what readiness means and what is measured is handed in.
@NullMarked
package dev.pennypost.admin;

import org.jspecify.annotations.NullMarked;
