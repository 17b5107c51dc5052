package dev.pennypost.dashboard.shell;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/// Server-sent events (WHATWG HTML §9.2) to one open page.
public final class Wire {
    /// How long a page is told before it must ask again: whoever was signed out meanwhile is found out then.
    private static final Duration MOST = Duration.ofMinutes(2);

    private final OutputStream out;
    private final Function<Answer.Part, String> render;
    private final BooleanSupplier isStopping;
    private final long end = System.nanoTime() + MOST.toNanos();

    Wire(OutputStream out, Function<Answer.Part, String> render, BooleanSupplier isStopping) {
        this.out = out;
        this.render = render;
        this.isStopping = isStopping;
    }

    /// Whether to go on.
    public boolean isOpen() {
        return !isStopping.getAsBoolean() && System.nanoTime() - end < 0;
    }

    /// Puts a part in place of the elements of the page that have the ids of its own.
    public void part(String template, Object model) throws IOException {
        send("part", render.apply(new Answer.Part(template, model)));
    }

    /// Has a screen reader say something.
    public void say(String text) throws IOException {
        send("said", text);
    }

    /// There is nothing more to tell: the page is not to ask again.
    public void over() throws IOException {
        send("over", "");
    }

    /// Waits before the next look, and finds out whether anybody still listens.
    public void pause(Duration time) throws IOException {
        try {
            Thread.sleep(time);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IOException("stopping", stopping);
        }
        write(":\n\n");
    }

    private void send(String event, String data) throws IOException {
        var text = new StringBuilder("event: ").append(event).append('\n');
        data.lines().forEach(line -> text.append("data: ").append(line).append('\n'));
        if (data.isEmpty()) text.append("data:\n");
        write(text.append('\n').toString());
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
