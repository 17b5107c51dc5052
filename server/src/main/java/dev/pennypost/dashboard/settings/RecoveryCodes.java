package dev.pennypost.dashboard.settings;

import java.util.List;

/// Codes that are shown this once.
record RecoveryCodes(List<String> codes) {}
