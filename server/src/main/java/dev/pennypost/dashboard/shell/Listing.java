package dev.pennypost.dashboard.shell;

import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// A list that is read by pages: the one that is asked for, or all of them for a file.
public final class Listing {
    private static final int AT_ONCE = 500;

    private Listing() {}

    /// The page that `after=` or `before=` asks for; the first where neither is an id.
    public static PageRequest asked(Visit visit, int limit) {
        UUID after = visit.query("after").flatMap(Listing::id).orElse(null);
        UUID before = visit.query("before").flatMap(Listing::id).orElse(null);
        return new PageRequest(limit, after, after == null ? before : null);
    }

    /// Every row, read while it is written.
    public static <T> Stream<T> all(Function<PageRequest, Optional<Page<T>>> pages, Function<T, UUID> id) {
        return every(after -> pages.apply(new PageRequest(AT_ONCE, after, null)), id);
    }

    /// The same of a list whose rows have other ids.
    public static <T, I> Stream<T> every(Reading<T, I> reading, Function<T, I> id) {
        var every = Spliterators.spliteratorUnknownSize(new Pages<>(reading, id), Spliterator.ORDERED);
        return StreamSupport.stream(every, false).flatMap(List::stream);
    }

    /// Reads a page of a list.
    ///
    /// @param <I> what its rows are known by
    @FunctionalInterface
    public interface Reading<T, I> {
        /// @param row what comes after it; null for the first page
        Optional<Page<T>> after(@Nullable I row);
    }

    /// Shows the newest of a list, and what becomes of it, for as long as a page is open.
    ///
    /// @param rows what is read anew each time; nothing is shown where there is nothing
    /// @param telling the part by whose change it is told again
    public static <M> Answer live(
            Duration betweenLooks,
            Visit visit,
            String template,
            Function<Chrome, Optional<M>> rows,
            Function<M, ?> telling) {
        return new Answer.Live(wire -> {
            long began = System.nanoTime();
            Object shown = null;
            while (wire.isOpen()) {
                Optional<M> now = rows.apply(visit.chrome().later(Duration.ofNanos(System.nanoTime() - began)));
                Object told = now.<Object>map(telling).orElse(null);
                if (now.isPresent() && !Objects.equals(told, shown)) {
                    wire.part(template, now.get());
                    shown = told;
                }
                wire.pause(betweenLooks);
            }
        });
    }

    private static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }

    private static final class Pages<T, I> implements Iterator<List<T>> {
        private final Reading<T, I> reading;
        private final Function<T, I> id;
        private @Nullable I last;
        private boolean hasMore = true;

        Pages(Reading<T, I> reading, Function<T, I> id) {
            this.reading = reading;
            this.id = id;
        }

        @Override
        public boolean hasNext() {
            return hasMore;
        }

        @Override
        public List<T> next() {
            Page<T> page = reading.after(last).orElse(new Page<>(List.of(), false));
            hasMore = page.hasMore() && !page.items().isEmpty();
            if (hasMore) last = id.apply(page.items().getLast());
            return page.items();
        }
    }
}
