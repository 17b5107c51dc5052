/// API keys: what a caller may do, and for which team.
@NullMarked
package dev.pennypost.keys;

import org.jspecify.annotations.NullMarked;
