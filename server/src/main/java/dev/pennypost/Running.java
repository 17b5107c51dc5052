package dev.pennypost;

import java.util.ArrayDeque;
import java.util.Deque;

/// What has started. Closing goes backwards, and what does not close keeps nothing else open.
final class Running implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Running.class.getName());

    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T resource) {
        started.push(resource);
        return resource;
    }

    @Override
    public void close() {
        while (!started.isEmpty()) {
            AutoCloseable resource = started.pop();
            try {
                resource.close();
            } catch (Exception failed) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        () -> resource.getClass().getSimpleName() + " did not close",
                        failed);
            }
        }
    }
}
