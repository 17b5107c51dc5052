package dev.pennypost.dashboard.shell;

/// Some pages that belong together.
@FunctionalInterface
public interface Section {
    /// Adds every page; paths are those below the dashboard's mount.
    void register(Desk desk);
}
