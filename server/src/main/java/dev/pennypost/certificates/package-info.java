/// Certificates for the hosts that we serve over HTTPS: ordered by ACME and renewed in time, or read from
/// files. Looks at CAA before it asks an authority, answers the authority's challenges from the database so
/// that any node can, and hands the listener the certificate of each host. Knows neither HTTP nor why a host
/// is wanted.
@NullMarked
package dev.pennypost.certificates;

import org.jspecify.annotations.NullMarked;
