package dev.pennypost.audit;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/// Says of every test that it is at work on its own thread. On all other threads whoever changes something must say so,
/// as in production: that is how tests find a door or a loop that does not. Found by JUnit as a service.
public final class TestsAct implements InvocationInterceptor {
    /// Whom the changes are by that a test makes itself.
    public static final Actor THE_TEST = new Actor.Ourselves("a test");

    /// Work of a test on a thread of its own.
    public static <T> Callable<T> by(Callable<T> work) {
        return () -> Acting.<T, Exception>as(THE_TEST, work::call);
    }

    @Override
    public <T> T interceptTestClassConstructor(
            Invocation<T> invocation, ReflectiveInvocationContext<Constructor<T>> called, ExtensionContext context)
            throws Throwable {
        return Acting.<T, Throwable>as(THE_TEST, invocation::proceed);
    }

    @Override
    public void interceptBeforeAllMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> called, ExtensionContext context)
            throws Throwable {
        proceed(invocation);
    }

    @Override
    public void interceptBeforeEachMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> called, ExtensionContext context)
            throws Throwable {
        proceed(invocation);
    }

    @Override
    public void interceptTestMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> called, ExtensionContext context)
            throws Throwable {
        proceed(invocation);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> called, ExtensionContext context)
            throws Throwable {
        proceed(invocation);
    }

    @Override
    public <T extends @Nullable Object> T interceptTestFactoryMethod(
            Invocation<T> invocation, ReflectiveInvocationContext<Method> called, ExtensionContext context)
            throws Throwable {
        return Acting.<T, Throwable>as(THE_TEST, invocation::proceed);
    }

    @Override
    public void interceptDynamicTest(
            Invocation<@Nullable Void> invocation, DynamicTestInvocationContext called, ExtensionContext context)
            throws Throwable {
        proceed(invocation);
    }

    @Override
    public void interceptAfterEachMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> called, ExtensionContext context)
            throws Throwable {
        proceed(invocation);
    }

    @Override
    public void interceptAfterAllMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> called, ExtensionContext context)
            throws Throwable {
        proceed(invocation);
    }

    private static void proceed(Invocation<@Nullable Void> invocation) throws Throwable {
        Acting.<@Nullable Void, Throwable>as(THE_TEST, invocation::proceed);
    }
}
