/// The links of tracked emails: where they stand in HTML, how they are replaced without touching anything else, and the
/// tokens they carry. A token says whose link it is and where it leads, and proves that we made it, so that a redirect
/// asks no database and leads nowhere else. Pure: no clock, no network, no storage.
@NullMarked
package dev.pennypost.tracking.links;

import org.jspecify.annotations.NullMarked;
