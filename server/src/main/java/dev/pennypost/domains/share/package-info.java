/// Links to one domain's records for the person who holds the DNS password and has no account here. A link reads, has
/// a look taken, and ends by itself or with the domain. For the door that shows the page.
@NullMarked
package dev.pennypost.domains.share;

import org.jspecify.annotations.NullMarked;
