package dev.pennypost.api.resend;

import java.util.UUID;

/// The answer to a change: which object it was.
record IdJson(String object, UUID id) {}
