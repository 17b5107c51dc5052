/// Tests of encryption on the way, with real TLS against fake servers.
@org.jspecify.annotations.NullMarked
package dev.pennypost.delivery.tls;
