package dev.pennypost.mail.tlsrpt;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/// A report on its way by mail (RFC 8460 §5.3): the JSON, compressed, in a `multipart/report`.
///
/// @param domain whom the report is about
/// @param submitter the domain that reports
/// @param from the address it is sent from, as in a header
/// @param to the address it is sent to
public record TlsReportMessage(TlsReport report, String domain, String submitter, String from, String to, Instant now) {
    /// RFC 8460 §5.1: the kind of a compressed report.
    public static final String COMPRESSED = "application/tlsrpt+gzip";

    private static final String CRLF = "\r\n";
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /// RFC 8460 §5.3: with words that receivers find reports by.
    public String subject() {
        return "Report Domain: " + domain + " Submitter: " + submitter + " Report-ID: <" + report.id() + ">";
    }

    /// RFC 8460 §5.1: `submitter!domain!begin!end!unique.json.gz`.
    public String fileName() {
        return submitter + "!" + domain + "!" + report.start().getEpochSecond() + "!"
                + report.end().getEpochSecond() + "!" + report.id() + ".json.gz";
    }

    /// What it says to people.
    public String text() {
        return "This is an aggregate TLS report for " + domain + " from " + report.organization() + ",\r\nfor "
                + report.start() + " to " + report.end() + " (RFC 8460).\r\n";
    }

    /// The JSON, compressed.
    public static byte[] compressed(TlsReport report) {
        var octets = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(octets)) {
            gzip.write(report.json());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return octets.toByteArray();
    }

    /// Header and body with CRLF line ends, all of it ASCII.
    public byte[] octets() {
        String boundary = "=_tlsrpt_" + report.id().replaceAll("[^A-Za-z0-9]", "_");
        String message = head(boundary) + CRLF
                + "--" + boundary + CRLF
                + "Content-Type: text/plain; charset=us-ascii" + CRLF + CRLF
                + text() + CRLF
                + "--" + boundary + CRLF
                + "Content-Type: " + COMPRESSED + CRLF
                + "Content-Transfer-Encoding: base64" + CRLF
                + "Content-Disposition: attachment;" + CRLF
                + " filename=\"" + fileName() + "\"" + CRLF + CRLF
                + Base64.getMimeEncoder().encodeToString(compressed(report)) + CRLF
                + "--" + boundary + "--" + CRLF;
        return message.getBytes(StandardCharsets.US_ASCII);
    }

    private String head(String boundary) {
        return "From: " + from + CRLF
                + "To: " + to + CRLF
                + "Date: " + DATE.format(now) + CRLF
                + "Subject: Report Domain: " + domain + CRLF
                + " Submitter: " + submitter + CRLF
                + " Report-ID: <" + report.id() + ">" + CRLF
                + "TLS-Report-Domain: " + domain + CRLF
                + "TLS-Report-Submitter: " + submitter + CRLF
                + "Auto-Submitted: auto-generated" + CRLF // RFC 3834 §5: nobody should answer
                + "MIME-Version: 1.0" + CRLF
                + "Content-Type: multipart/report; report-type=\"tlsrpt\";" + CRLF
                + " boundary=\"" + boundary + "\"" + CRLF;
    }
}
