/// DNS records as data: what a domain's owner is asked to publish, whatever the record is good for. For everything
/// that plans, shows, exports, writes or checks records. Knows no database and asks no DNS.
@NullMarked
package dev.pennypost.domains.records;

import org.jspecify.annotations.NullMarked;
