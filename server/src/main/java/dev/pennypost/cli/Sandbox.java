package dev.pennypost.cli;

import dev.pennypost.config.HostPort;
import org.jspecify.annotations.Nullable;

/// The stand-ins for the outside world that `dev` runs, all on loopback. Port 0 means any free one.
///
/// @param smtpPort of the mail exchanger
/// @param dnsPort where the sandbox's DNS server listens
/// @param deliverTo a loopback SMTP server that gets all mail instead of the sandbox's mailbox; null for the mailbox
public record Sandbox(int smtpPort, int dnsPort, @Nullable HostPort deliverTo) {}
