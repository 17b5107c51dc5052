/// How mail is encrypted on its way: what a recipient's domain publishes (DANE, MTA-STS), what the sending domain and
/// the operator demand, and which servers break TLS. Opens the sessions accordingly and counts how they went, for the
/// reports that domains ask for (RFC 8460). Knows neither queue nor emails.
@NullMarked
package dev.pennypost.delivery.tls;

import org.jspecify.annotations.NullMarked;
