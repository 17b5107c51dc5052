/// The command line: what can be typed, what is printed, and with which code the process ends. Commands turn words into
/// settings and hand them to a [Launcher]; they know nothing of how the product is put together.
@NullMarked
package dev.pennypost.cli;

import org.jspecify.annotations.NullMarked;
