package dev.pennypost.upstreams;

/// What came of a request that an upstream may have had a say in.
public sealed interface UpstreamResult<T> {
    record Done<T>(T value) implements UpstreamResult<T> {}

    record Refused<T>(UpstreamProblem problem) implements UpstreamResult<T> {}
}
