/// The door that people come through from tracked emails: the image that is loaded when an email is shown, and the
/// links
/// that lead on to where they led before. Open to everybody, because the link is the key: what we did not make leads
/// nowhere. It answers at once, whatever becomes of the visit.
@NullMarked
package dev.pennypost.api.links;

import org.jspecify.annotations.NullMarked;
