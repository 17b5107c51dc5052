package dev.pennypost.dashboard.shell;

/// Answers one visit.
@FunctionalInterface
public interface PageHandler {
    Answer answer(Visit visit);
}
