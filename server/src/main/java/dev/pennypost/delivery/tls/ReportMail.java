package dev.pennypost.delivery.tls;

import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.tlsrpt.TlsReportMessage;

/// Sends TLS reports by mail; whoever accepts emails implements it.
@FunctionalInterface
public interface ReportMail {
    /// Whether the report is on its way.
    boolean send(TlsReportMessage message, Address from, Address to);
}
