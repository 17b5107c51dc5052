/// How a team's emails fared: how many recipients were sent to, reached, bounced and so on, in quarters of an hour. The
/// counts are written by the transactions that make what they count true, so that none is lost and none counted twice.
/// Reading them takes as long as there are quarters, however many emails there were.
@NullMarked
package dev.pennypost.statistics;

import org.jspecify.annotations.NullMarked;
