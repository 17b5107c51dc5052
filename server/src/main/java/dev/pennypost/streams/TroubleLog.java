package dev.pennypost.streams;

import dev.pennypost.streams.Broker.Outcome.Failed;
import dev.pennypost.streams.StreamStore.Leased;
import java.util.concurrent.atomic.AtomicBoolean;

/// Tells the operator of trouble once, not at every attempt: that the brokers are away once for all streams,
/// what is wrong with a stream once for each.
final class TroubleLog {
    private static final System.Logger LOG = System.getLogger(TroubleLog.class.getName());

    private final AtomicBoolean away = new AtomicBoolean();

    void met(Leased stream, Failed failed) {
        if (failed.failure() == Failure.UNREACHABLE) {
            if (away.compareAndSet(false, true))
                warn("Kafka takes no events, which wait in the database: " + failed.why());
        } else if (stream.failure() != failed.failure()) {
            warn("event stream " + stream.id() + " to " + stream.topic() + ": " + StreamStore.word(failed.failure())
                    + ": " + failed.why());
        }
    }

    /// @param arrived whether something was sent
    void overcome(Leased stream, boolean arrived) {
        if (!arrived) return;
        if (away.compareAndSet(true, false)) LOG.log(System.Logger.Level.INFO, "Kafka takes events again");
        Failure before = stream.failure();
        if (before != null && before.isOfTheStream())
            LOG.log(System.Logger.Level.INFO, "event stream " + stream.id() + " to " + stream.topic() + " works again");
    }

    private static void warn(String message) {
        LOG.log(System.Logger.Level.WARNING, message);
    }
}
