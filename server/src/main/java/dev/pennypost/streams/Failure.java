package dev.pennypost.streams;

/// Why an event did not get into its topic.
public enum Failure {
    /// The record is larger than the topic or the producer takes. The event is given up.
    RECORD_TOO_LARGE(Reach.THE_EVENT),
    /// The broker finds something wrong with the record itself. The event is given up.
    REFUSED(Reach.THE_EVENT),
    /// No topic can have this name. The stream is disabled.
    INVALID_TOPIC(Reach.THE_STREAM_FOR_GOOD),
    /// There is no such topic. Tried again; the stream is disabled after three days of it.
    TOPIC_MISSING(Reach.THE_STREAM),
    /// The operator's user may not write to the topic. Tried again; the stream is disabled after three days
    /// of it.
    NOT_AUTHORISED(Reach.THE_STREAM),
    /// No broker took it in time, for whatever reason. Tried again for as long as it takes.
    UNREACHABLE(Reach.EVERYBODY);

    private final Reach reach;

    Failure(Reach reach) {
        this.reach = reach;
    }

    /// Whether the event will never get there, and others may.
    boolean isOfTheEvent() {
        return reach == Reach.THE_EVENT;
    }

    /// Whether the stream will never work as it is.
    boolean isForGood() {
        return reach == Reach.THE_STREAM_FOR_GOOD;
    }

    /// Whether it is something about the stream, which does not pass with the trouble of the brokers.
    boolean isOfTheStream() {
        return reach == Reach.THE_STREAM || reach == Reach.THE_STREAM_FOR_GOOD;
    }

    private enum Reach {
        THE_EVENT,
        THE_STREAM,
        THE_STREAM_FOR_GOOD,
        EVERYBODY
    }
}
