package dev.pennypost;

/// What one process of several on the same database does.
public enum Role {
    /// Everything.
    ALL,
    /// Serves the API and message submission; what it accepts, others deliver.
    API,
    /// Delivers; serves nothing but the operators' listener.
    MTA;

    boolean delivers() {
        return this != API;
    }

    boolean serves() {
        return this != MTA;
    }
}
