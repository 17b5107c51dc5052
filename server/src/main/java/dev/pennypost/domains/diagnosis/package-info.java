/// Finds out how planned records stand in DNS and, where they do not stand right, why, in words for people who have
/// never heard of DKIM. For the life of a domain and for the command line. Knows no database.
@NullMarked
package dev.pennypost.domains.diagnosis;

import org.jspecify.annotations.NullMarked;
