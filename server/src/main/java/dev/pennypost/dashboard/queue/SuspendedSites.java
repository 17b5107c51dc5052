package dev.pennypost.dashboard.queue;

import dev.pennypost.dashboard.home.Home;
import dev.pennypost.dashboard.home.Trouble;
import dev.pennypost.dashboard.shell.Paths;
import dev.pennypost.dashboard.shell.Tone;
import dev.pennypost.delivery.control.Controls;
import dev.pennypost.delivery.control.SiteStanding;
import dev.pennypost.delivery.traffic.SiteState;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The sites that take nothing from us for now, as home tells operators.
public final class SuspendedSites implements Trouble {
    private static final int MOST = 10;

    private final Controls controls;

    public SuspendedSites(Controls controls) {
        this.controls = controls;
    }

    @Override
    public List<Home.Attention> sites(Instant now) {
        return controls.sites().stream()
                .flatMap(site -> attention(site, now).stream())
                .limit(MOST)
                .toList();
    }

    private static List<Home.Attention> attention(SiteStanding site, Instant now) {
        return suspended(site)
                .max(Comparator.comparing(SuspendedSites::until))
                .map(last -> attention(site, last, now))
                .stream()
                .toList();
    }

    private static Stream<SiteState> suspended(SiteStanding site) {
        return site.sources().stream().filter(source -> source.until() != null);
    }

    private static Home.Attention attention(SiteStanding site, SiteState last, Instant now) {
        long minutes = Math.max(1, Duration.between(now, until(last)).toMinutes());
        boolean everywhere = suspended(site).count() == site.sources().size();
        String from = everywhere ? "" : " from " + last.source();
        String waiting = site.waiting() == 0 ? "" : " " + Overview.grouped(site.waiting()) + " deliveries wait for it.";
        return new Home.Attention(
                everywhere ? Tone.BAD : Tone.WAIT,
                site.site() + " takes nothing" + from + " for another " + minutes + (minutes == 1 ? " minute" : " minutes"),
                "The reason: " + last.why() + "." + waiting,
                Paths.with(QueuePages.SITES, Map.of("search", site.site())));
    }

    private static Instant until(SiteState state) {
        return state.until() == null ? Instant.MIN : state.until();
    }
}
