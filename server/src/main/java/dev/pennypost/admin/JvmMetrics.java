package dev.pennypost.admin;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/// Metrics of the process itself: memory, threads, processor, files, garbage collections.
final class JvmMetrics {
    private JvmMetrics() {}

    static void bindTo(MeterRegistry registry) {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        ManagementFactory.getGarbageCollectorMXBeans().forEach(collector -> bind(collector, registry));
    }

    /// Read when asked, so that it costs nothing in between, unlike Micrometer's own, which listens to each collection.
    private static void bind(GarbageCollectorMXBean collector, MeterRegistry registry) {
        FunctionTimer.builder(
                        "jvm.gc.collections",
                        collector,
                        GarbageCollectorMXBean::getCollectionCount,
                        GarbageCollectorMXBean::getCollectionTime,
                        TimeUnit.MILLISECONDS)
                .description("Garbage collections and the time they took")
                .tag("collector", collector.getName())
                .register(registry);
    }
}
