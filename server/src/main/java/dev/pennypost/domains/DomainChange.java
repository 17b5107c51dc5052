package dev.pennypost.domains;

/// A domain before and after a check or a request changed what is known of it.
record DomainChange(Domain before, Domain after) {}
