package dev.pennypost.domains.writer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// The calls that changes take where a DNS host has no transactions. What was done before a refusal stays done, and the
/// refusal says so.
final class Steps {
    private final List<Runnable> steps = new ArrayList<>();

    void add(Runnable step) {
        steps.add(step);
    }

    /// The calls for one set where every record is an object of its own with an id: values take the places of those
    /// that go, what is left over is removed, what is missing is added.
    void add(SetChange change, Consumer<String> remove, BiConsumer<String, String> edit, Consumer<String> create) {
        var removed = change.removed();
        var added = change.added();
        int edits = Math.min(removed.size(), added.size());
        for (var entry : removed.subList(edits, removed.size())) add(() -> remove.accept(entry.handle()));
        for (int i = 0; i < edits; i++) {
            var entry = removed.get(i);
            var value = added.get(i);
            add(() -> edit.accept(entry.handle(), value));
        }
        for (var value : added.subList(edits, added.size())) add(() -> create.accept(value));
    }

    void run() {
        int done = 0;
        for (var step : steps) {
            try {
                step.run();
                done++;
            } catch (Refused refused) {
                throw done == 0 ? refused : new Refused(new WriterProblem.Interrupted(refused.problem()));
            }
        }
    }
}
