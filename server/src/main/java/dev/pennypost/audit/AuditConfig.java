package dev.pennypost.audit;

import dev.pennypost.config.Key;

/// Settings of the audit log.
public record AuditConfig(
        @Key(value = "Days of UTC that records of changes are kept for, beside the current one.", or = "400")
        int keepDays) {}
