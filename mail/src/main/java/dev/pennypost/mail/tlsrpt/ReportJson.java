package dev.pennypost.mail.tlsrpt;

import dev.pennypost.mail.tlsrpt.TlsReport.FailedSessions;
import dev.pennypost.mail.tlsrpt.TlsReport.PolicyResults;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// Writes a report as RFC 8460 §4.4 lays it out. What is not known is left out.
final class ReportJson {
    private final StringBuilder out = new StringBuilder(1024);
    private boolean first = true;

    String write(TlsReport report) {
        object(() -> {
            text("organization-name", report.organization());
            key("date-range");
            object(() -> {
                text("start-datetime", report.start().toString());
                text("end-datetime", report.end().toString());
            });
            text("contact-info", report.contact());
            text("report-id", report.id());
            array("policies", report.policies(), this::policy);
        });
        return out.toString();
    }

    private void policy(PolicyResults results) {
        object(() -> {
            key("policy");
            object(() -> {
                text("policy-type", results.type().spelling());
                if (!results.policy().isEmpty()) array("policy-string", results.policy(), this::quoted);
                text("policy-domain", results.domain());
                if (!results.mxHosts().isEmpty()) array("mx-host", results.mxHosts(), this::quoted);
            });
            key("summary");
            object(() -> {
                number("total-successful-session-count", results.successes());
                number("total-failure-session-count", results.failures());
            });
            if (!results.details().isEmpty()) array("failure-details", results.details(), this::detail);
        });
    }

    private void detail(FailedSessions failed) {
        object(() -> {
            text("result-type", failed.type().spelling());
            known("sending-mta-ip", failed.sendingAddress());
            known("receiving-mx-hostname", failed.host());
            known("receiving-ip", failed.address());
            number("failed-session-count", failed.sessions());
            known("failure-reason-code", failed.reason());
        });
    }

    private void object(Runnable members) {
        out.append('{');
        first = true;
        members.run();
        out.append('}');
        first = false;
    }

    private <T> void array(String name, List<T> elements, Consumer<T> write) {
        key(name);
        out.append('[');
        for (int i = 0; i < elements.size(); i++) {
            if (i > 0) out.append(',');
            write.accept(elements.get(i));
        }
        out.append(']');
        first = false;
    }

    private void known(String name, String value) {
        if (!value.isEmpty()) text(name, value);
    }

    private void text(String name, String value) {
        key(name);
        quoted(value);
    }

    private void number(String name, long value) {
        key(name);
        out.append(value);
    }

    private void key(String name) {
        if (!first) out.append(',');
        first = false;
        quoted(name);
        out.append(':');
    }

    /// RFC 8259 §7.
    private void quoted(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') out.append('\\').append(c);
            else if (c < ' ' || c == 0x7f || Character.isSurrogate(c))
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            else out.append(c);
        }
        out.append('"');
    }
}
