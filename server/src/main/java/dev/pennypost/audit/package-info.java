/// Who changed what, and what it was before and after: written in the transaction of the change, so that there is
/// neither a change without its record nor a record without its change. Doors say who is at work, features what they
/// changed; this package knows neither. Nothing secret gets in: features name the facts that may be seen, and their
/// values are of kinds that hold no secrets.
@NullMarked
package dev.pennypost.audit;

import org.jspecify.annotations.NullMarked;
