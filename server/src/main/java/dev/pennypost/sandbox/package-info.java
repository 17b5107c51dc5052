/// The sandbox of `pennypost dev`: an authoritative DNS server for every domain that is added, a mail exchanger that
/// catches every message, and the HTTP routes that look into both. The product speaks to them over their real
/// protocols and does not know that they are ours. Only the development server starts it, production never loads it.
@NullMarked
package dev.pennypost.sandbox;

import org.jspecify.annotations.NullMarked;
