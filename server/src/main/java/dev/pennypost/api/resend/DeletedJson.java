package dev.pennypost.api.resend;

import java.util.UUID;

/// The answer to a removal.
record DeletedJson(String object, UUID id, boolean deleted) {}
