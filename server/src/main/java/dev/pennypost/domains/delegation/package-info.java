/// The operator's zone: what owners' CNAME and NS records lead to, answered by our own DNS server from the database.
/// Names in it belong to one domain each, so that a record which leads there also proves whose the domain is. Knows
/// rows of records and keys, and nothing of how they are planned or checked.
@NullMarked
package dev.pennypost.domains.delegation;

import org.jspecify.annotations.NullMarked;
