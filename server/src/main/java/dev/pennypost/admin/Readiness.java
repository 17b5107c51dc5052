package dev.pennypost.admin;

import java.util.List;

/// Whether the server can do its work now. Asked once per request to `/readyz`, and may ask the database.
@FunctionalInterface
public interface Readiness {
    /// Why not, one short sentence each; empty when it can.
    List<String> obstacles();
}
