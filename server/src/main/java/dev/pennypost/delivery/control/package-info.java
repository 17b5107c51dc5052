/// What operators do to the queue: look at it, pause and resume parts of it, have deliveries attempted now or anew, and
/// end them. What is paused is written down for every node and over restarts, and heeded in memory. Whatever is done to
/// many deliveries is done to some thousands at a time, each in a transaction of its own.
@NullMarked
package dev.pennypost.delivery.control;

import org.jspecify.annotations.NullMarked;
