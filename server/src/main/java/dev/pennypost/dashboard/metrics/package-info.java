/// Metrics: how the team's emails fared, as figures, charts and tables, by time, domain and tag. The rates
/// that receivers judge senders by stand beside the limits that matter, and why they do.
@NullMarked
package dev.pennypost.dashboard.metrics;

import org.jspecify.annotations.NullMarked;
