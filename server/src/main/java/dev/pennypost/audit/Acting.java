package dev.pennypost.audit;

import dev.pennypost.jobs.Loop;
import org.jspecify.annotations.Nullable;

/// Who is at work on this thread. Doors say so around what they have features do, loops around their rounds; a thread
/// that is started meanwhile knows nothing of it unless its work was [#carried].
public final class Acting {
    private static final System.Logger LOG = System.getLogger(Acting.class.getName());
    private static final ScopedValue<Actor> WHO = ScopedValue.newInstance();

    private Acting() {}

    /// Does the work in somebody's name.
    public static <T extends @Nullable Object, X extends Throwable> T as(
            Actor who, ScopedValue.CallableOp<? extends T, X> work) throws X {
        return ScopedValue.where(WHO, who).<T, X>call(work);
    }

    /// The same for work without a result.
    public static void run(Actor who, Runnable work) {
        ScopedValue.where(WHO, who).run(work);
    }

    /// The work for another thread, in the name of whoever is at work on this one.
    public static Runnable carried(Runnable work) {
        return WHO.isBound() ? inNameOf(WHO.get(), work) : work;
    }

    private static Runnable inNameOf(Actor who, Runnable work) {
        return () -> run(who, work);
    }

    /// The rounds of a loop that changes things by itself.
    ///
    /// @param what it is at, such as `key rotation`
    public static Loop.Round ourselves(String what, Loop.Round round) {
        var who = new Actor.Ourselves(what);
        return () -> as(who, round::run);
    }

    /// Who is at work. With assertions on, as tests run, it is an error when nobody said so.
    public static Actor now() {
        assert WHO.isBound() : "nobody said who is at work: see Acting";
        if (WHO.isBound()) return WHO.get();
        LOG.log(System.Logger.Level.WARNING, "something is changed by nobody knows whom", new Unsaid());
        return new Actor.Unknown();
    }

    /// Shows in the log which way it was.
    private static final class Unsaid extends RuntimeException {
        @java.io.Serial
        private static final long serialVersionUID = 1;
    }
}
