package dev.pennypost.dashboard.home;

import java.time.Instant;
import java.util.List;

/// Tells operators which sites do not take our mail at the moment.
@FunctionalInterface
public interface Trouble {
    List<Home.Attention> sites(Instant now);
}
