/// What certificate authorities ask our hosts, at `/.well-known/acme-challenge`. A door of its own because it
/// speaks to no customer and asks nobody for a key. What it answers comes from the certificates.
@NullMarked
package dev.pennypost.api.acme;

import org.jspecify.annotations.NullMarked;
