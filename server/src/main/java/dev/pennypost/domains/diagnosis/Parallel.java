package dev.pennypost.domains.diagnosis;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.function.Supplier;

/// Questions that need not wait for each other, each on a virtual thread.
final class Parallel {
    private Parallel() {}

    /// What the function makes of each, in the same order.
    static <T, R> List<R> map(Collection<T> items, Function<T, R> ask) {
        if (items.size() == 1) return List.of(ask.apply(items.iterator().next()));
        var asked = items.stream().map(item -> start(() -> ask.apply(item))).toList();
        return asked.stream().map(CompletableFuture::join).toList();
    }

    /// The first result there is, in order of arrival; the others are left to themselves.
    static <T, R> Optional<R> first(Collection<T> items, Function<T, Optional<R>> ask) throws InterruptedException {
        var arrived = new LinkedBlockingQueue<Optional<R>>();
        for (T item : items) {
            Thread.startVirtualThread(() -> {
                Optional<R> result = Optional.empty();
                try {
                    result = ask.apply(item);
                } finally {
                    arrived.add(result);
                }
            });
        }
        for (int i = 0; i < items.size(); i++) {
            Optional<R> next = arrived.take();
            if (next.isPresent()) return next;
        }
        return Optional.empty();
    }

    static <R> CompletableFuture<R> start(Supplier<R> task) {
        return CompletableFuture.supplyAsync(task, Thread::startVirtualThread);
    }
}
