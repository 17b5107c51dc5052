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
        var every = Spliterators.spliteratorUnknownSize(new Pages<>(pages, id), Spliterator.ORDERED);
        return StreamSupport.stream(every, false).flatMap(List::stream);
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

    private static final class Pages<T> implements Iterator<List<T>> {
        private final Function<PageRequest, Optional<Page<T>>> pages;
        private final Function<T, UUID> id;
        private PageRequest next = PageRequest.first(AT_ONCE);
        private boolean hasMore = true;

        Pages(Function<PageRequest, Optional<Page<T>>> pages, Function<T, UUID> id) {
            this.pages = pages;
            this.id = id;
        }

        @Override
        public boolean hasNext() {
            return hasMore;
        }

        @Override
        public List<T> next() {
            Page<T> page = pages.apply(next).orElse(new Page<>(List.of(), false));
            hasMore = page.hasMore() && !page.items().isEmpty();
            if (hasMore) next = new PageRequest(AT_ONCE, id.apply(page.items().getLast()), null);
            return page.items();
        }
    }
}
