/// The pages of domains: what to publish where, how it stands, what is wrong and how it is mended. A page shows
/// records as the owner's DNS host wants them typed, and follows a check while it goes on. Everything is read and
/// changed through the front doors of `domains`.
@NullMarked
package dev.pennypost.dashboard.domains;

import org.jspecify.annotations.NullMarked;
