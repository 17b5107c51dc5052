package dev.pennypost.domains.diagnosis;

/// How a planned record stands in DNS. Six states, because "not verified" says too little to act on.
public enum RecordState {
    /// No server has it.
    NOT_PUBLISHED,
    /// Some of the zone's name servers have it and others do not yet.
    PARTLY_PUBLISHED,
    /// There is a record, and it does not do what it should.
    WRONG,
    /// The zone's name servers have it; resolvers still remember what was before.
    CACHED_ELSEWHERE,
    /// Served as planned, or so that receivers cannot tell the difference.
    RIGHT,
    /// DNS could not be asked: proves nothing.
    UNKNOWN
}
