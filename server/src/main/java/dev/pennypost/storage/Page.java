package dev.pennypost.storage;

import java.util.List;
import java.util.function.Function;

/// One page of a list, newest first.
///
/// @param hasMore whether more follow in the direction of travel
public record Page<T>(List<T> items, boolean hasMore) {
    public Page {
        items = List.copyOf(items);
    }

    public <R> Page<R> map(Function<? super T, ? extends R> toItem) {
        return new Page<>(items.stream().<R>map(toItem).toList(), hasMore);
    }
}
