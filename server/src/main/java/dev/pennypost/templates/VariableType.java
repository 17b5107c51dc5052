package dev.pennypost.templates;

/// What kind of value a variable takes.
public enum VariableType {
    /// A text of at most 2,000 characters.
    STRING,
    /// A number between -(2^53 - 1) and 2^53 - 1.
    NUMBER
}
