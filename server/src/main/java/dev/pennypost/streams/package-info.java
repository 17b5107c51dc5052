/// Event streams: a second way out for events, for teams that outgrow HTTP. Each event that a stream wants
/// becomes one record in a topic of the operator's Kafka, with the octets that a webhook gets. Records wait
/// in the database, so a broker that is away for hours costs nothing but time.
@NullMarked
package dev.pennypost.streams;

import org.jspecify.annotations.NullMarked;
