package dev.pennypost.testkit;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/// What a [FakeMx] does at one moment. Octets are sent as given, so that replies no server should give can be
/// given.
public sealed interface MxAnswer {

    /// @param octets one per character
    record Say(String octets) implements MxAnswer {}

    record Cut() implements MxAnswer {}

    record Then(MxAnswer first, MxAnswer second) implements MxAnswer {}

    record Hold(CountDownLatch latch) implements MxAnswer {}

    /// @param octets one per character
    record Drip(String octets, Duration pause) implements MxAnswer {}

    /// Whole reply lines, to which line ends are added.
    static MxAnswer say(String... lines) {
        return raw(String.join("\r\n", lines) + "\r\n");
    }

    /// Octets as they are, one per character.
    static MxAnswer raw(String octets) {
        return new Say(octets);
    }

    /// Closes the connection. At DOT the message has been kept by then: the server has it and the client cannot
    /// know.
    static MxAnswer cut() {
        return new Cut();
    }

    /// Waits for the latch, then goes on with what follows.
    static MxAnswer hold(CountDownLatch latch) {
        return new Hold(latch);
    }

    /// Says nothing until the fake is closed.
    static MxAnswer silence() {
        return new Hold(new CountDownLatch(1));
    }

    /// One octet at a time.
    static MxAnswer drip(String line, Duration pause) {
        return new Drip(line + "\r\n", pause);
    }

    default MxAnswer then(MxAnswer next) {
        return new Then(this, next);
    }
}
