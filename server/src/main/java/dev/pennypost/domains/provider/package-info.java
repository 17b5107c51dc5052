/// The companies that run people's DNS and mailboxes, recognised by the names of their servers, and how their panels
/// want records typed. For everything that tells a person where to enter what. A catalogue that comes as a data file.
@NullMarked
package dev.pennypost.domains.provider;

import org.jspecify.annotations.NullMarked;
