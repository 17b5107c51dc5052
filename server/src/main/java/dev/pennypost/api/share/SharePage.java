package dev.pennypost.api.share;

import dev.pennypost.domains.DomainRecord;
import dev.pennypost.domains.RecordStatus;
import dev.pennypost.domains.diagnosis.Finding;
import dev.pennypost.domains.diagnosis.RecordState;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.domains.share.Shared;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Draws the page of a share link.
///
/// @param action where the form that has DNS looked at is sent
record SharePage(Shared shared, String action) {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm 'UTC'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private static final String PAGE = """
            <h1>DNS records for {{domain}}</h1>
            <p>{{lead}}</p>
            <div class="bar">
              <div><p><strong>{{progress}}</strong></p><p class="soft">{{looked}}</p></div>
              <form method="post" action="{{action}}"><button>Check now</button></form>
            </div>
            {{oneStep}}
            {{findings}}
            {{panel}}
            <h3>{{recordsTitle}}</h3>
            {{records}}
            <footer class="soft"><p>This page was made for whoever looks after the DNS of {{zone}}. It shows nothing secret,
            changes nothing, and ends on {{expires}}.</p></footer>
            """;

    private static final String ONE_STEP = """
            <div class="bar one-step">
              <p><strong>{{provider}} can do this for you.</strong><br><span class="soft">You sign in there, see what is
              added, and agree.</span></p>
              <a class="button" href="{{link}}" rel="noreferrer">Set up at {{provider}}</a>
            </div>
            """;

    private static final String PANEL = """
            <div class="panel"><p>{{where}}</p>{{hints}}</div>
            """;

    private static final String RECORD = """
            <section class="record">
              <header><h2>{{title}}</h2><span class="badge {{tone}}">{{state}}</span></header>
              <p class="soft">{{purpose}}</p>
              <dl>
                <dt>Type</dt><dd><code>{{type}}</code></dd>
                <dt>Host</dt><dd>{{host}}</dd>
                <dt>Value</dt><dd><code>{{value}}</code></dd>
                {{priority}}
              </dl>
              {{findings}}
            </section>
            """;

    private static final String PRIORITY = "<dt>Priority</dt><dd><code>{{priority}}</code></dd>";

    private static final String FINDING = """
            <div class="finding {{tone}}"><p><strong>{{message}}</strong></p>{{fix}}{{observed}}</div>
            """;

    private static final String FIX = "<p>{{text}}</p>";
    private static final String OBSERVED = "<p>Found: <code>{{text}}</code></p>";

    private static final Set<Finding.Code> SAID_BY_STATE =
            EnumSet.of(Finding.Code.HOST_NOT_FOUND, Finding.Code.TYPE_NOT_FOUND);

    Html body() {
        return Html.fill(
                PAGE,
                Map.ofEntries(
                        Map.entry("domain", shared.domain().name().unicode()),
                        Map.entry("lead", lead()),
                        Map.entry("progress", progress()),
                        Map.entry("looked", looked()),
                        Map.entry("action", action),
                        Map.entry("oneStep", oneStep()),
                        Map.entry("findings", findings(shared.domain().dns().findings())),
                        Map.entry("panel", panel()),
                        Map.entry("recordsTitle", isDone() ? "The records" : "The records to add"),
                        Map.entry(
                                "records",
                                Html.all(shared.domain().records().stream()
                                        .map(this::record)
                                        .toList())),
                        Map.entry("zone", shared.domain().zone().unicode()),
                        Map.entry("expires", DAY.format(shared.expiresAt()))));
    }

    String title() {
        return "DNS records for " + shared.domain().name().unicode();
    }

    /// Whether there is nothing left to do.
    boolean isDone() {
        return required().stream().allMatch(record -> record.status() == RecordStatus.VERIFIED);
    }

    private String lead() {
        String domain = shared.domain().name().unicode();
        return isDone()
                ? "Everything that " + domain + " needs for email is in place. Please leave these records as they are."
                : "To send and receive email for " + domain
                        + ", add the records below where its DNS is kept. A click on"
                        + " a field selects all of it. Leave all other records as they are.";
    }

    private String progress() {
        long done = required().stream()
                .filter(record -> record.status() == RecordStatus.VERIFIED)
                .count();
        if (isDone()) return "All set: every needed record is right.";
        return done + " of " + required().size() + " needed records " + (done == 1 ? "is" : "are") + " right.";
    }

    private List<DomainRecord> required() {
        return shared.domain().records().stream()
                .filter(record -> record.planned().purpose().isRequired())
                .toList();
    }

    private String looked() {
        Instant last = shared.domain().checks().checkedAt();
        String when = last == null ? "DNS has not been looked at yet." : "DNS was looked at " + ago(last) + ".";
        return isDone() ? when : when + " This page looks again by itself.";
    }

    private String ago(Instant then) {
        long seconds = Math.max(0, Duration.between(then, shared.now()).toSeconds());
        if (seconds < 10) return "just now";
        if (seconds < 90) return seconds + " seconds ago";
        if (seconds < 5400) return seconds / 60 + " minutes ago";
        return "on " + DAY.format(then);
    }

    private Html oneStep() {
        String link = shared.offer().applyUrl();
        if (link == null || isDone()) return Html.NOTHING;
        return Html.fill(ONE_STEP, Map.of("provider", providerName(), "link", link));
    }

    private String providerName() {
        String told = shared.offer().provider();
        return told == null ? shared.provider().name() : told;
    }

    private Html panel() {
        if (isDone()) return Html.NOTHING;
        var domain = shared.domain();
        var hints = shared.provider().hints(domain.plan(), domain.zone()).stream()
                .map(hint -> Html.fill("<li>{{hint}}</li>", Map.of("hint", hint)))
                .toList();
        var list = hints.isEmpty() ? Html.NOTHING : Html.fill("<ul>{{hints}}</ul>", Map.of("hints", Html.all(hints)));
        return Html.fill(PANEL, Map.of("where", where(), "hints", list));
    }

    private Html where() {
        String zone = shared.domain().zone().unicode();
        boolean known = !shared.provider().id().equals("unknown");
        String editor = editor();
        var values = Map.<String, Object>of(
                "zone", zone, "provider", shared.provider().name(), "editor", editor == null ? "" : editor);
        String where = known
                ? "The DNS of {{zone}} is kept at <strong>{{provider}}</strong>."
                : "The DNS of {{zone}} is kept where its name servers are, often where the domain was bought.";
        String link = " <a href=\"{{editor}}\" rel=\"noreferrer\">Open the DNS records</a>";
        return Html.fill(editor == null ? where : where + link, values);
    }

    private @Nullable String editor() {
        String told = shared.offer().controlPanelUrl();
        return told == null ? shared.provider().editor(shared.domain().zone()).orElse(null) : told;
    }

    private Html record(DomainRecord record) {
        var entry = shared.provider().entry(record.planned(), shared.domain().zone());
        Integer priority = entry.priority();
        return Html.fill(
                RECORD,
                Map.of(
                        "title", title(record.planned().purpose()),
                        "purpose", why(record.planned().purpose()),
                        "state", state(record),
                        "tone", tone(record),
                        "type", entry.type(),
                        "host", host(entry.host()),
                        "value", entry.value(),
                        "priority", priority == null ? Html.NOTHING : Html.fill(PRIORITY, Map.of("priority", priority)),
                        "findings", findings(worthTelling(record))));
    }

    private static Html host(String host) {
        return host.isEmpty()
                ? new Html("<span class=\"none\">leave this field empty</span>")
                : Html.fill("<code>{{host}}</code>", Map.of("host", host));
    }

    /// That a record is missing is said by its state, and what to enter stands beside it. That DNS does not answer is
    /// said once, above.
    private List<Finding> worthTelling(DomainRecord record) {
        if (record.seen() == RecordState.UNKNOWN
                && !shared.domain().dns().findings().isEmpty()) return List.of();
        return record.findings().stream()
                .filter(finding ->
                        record.seen() != RecordState.NOT_PUBLISHED || !SAID_BY_STATE.contains(finding.code()))
                .toList();
    }

    private static Html findings(List<Finding> findings) {
        return Html.all(findings.stream().map(SharePage::finding).toList());
    }

    private static Html finding(Finding finding) {
        return Html.fill(
                FINDING,
                Map.of(
                        "tone",
                        tone(finding.severity()),
                        "message",
                        Html.quoting(finding.message()),
                        "fix",
                        finding.fix().isBlank() ? Html.NOTHING : paragraph(FIX, Html.quoting(finding.fix())),
                        "observed",
                        finding.observed() == null ? Html.NOTHING : paragraph(OBSERVED, finding.observed())));
    }

    private static Html paragraph(String template, Object text) {
        return Html.fill(template, Map.of("text", text));
    }

    private static String tone(Finding.Severity severity) {
        return switch (severity) {
            case ERROR -> "bad";
            case WARNING, INFO -> "wait";
        };
    }

    private static String tone(DomainRecord record) {
        RecordState seen = record.seen();
        if (seen == null) return "wait";
        return switch (seen) {
            case RIGHT, CACHED_ELSEWHERE -> "good";
            case WRONG -> "bad";
            case NOT_PUBLISHED, PARTLY_PUBLISHED, UNKNOWN -> "wait";
        };
    }

    private static String state(DomainRecord record) {
        RecordState seen = record.seen();
        if (seen == null) return "not looked for yet";
        return switch (seen) {
            case RIGHT -> "right";
            case CACHED_ELSEWHERE -> cached(record.clearsAt());
            case WRONG -> "needs a change";
            case NOT_PUBLISHED -> record.planned().purpose().isRequired() ? "not there yet" : "advised";
            case PARTLY_PUBLISHED -> "spreading: not on all servers yet";
            case UNKNOWN -> "DNS did not answer";
        };
    }

    private static String cached(@Nullable Instant until) {
        return until == null ? "right, still spreading" : "right, everywhere by " + TIME.format(until);
    }

    private static String title(Purpose purpose) {
        return switch (purpose) {
            case OWNERSHIP -> "Ownership";
            case DKIM -> "Signature (DKIM)";
            case SPARE_KEY -> "Another signature (DKIM)";
            case RETURN_PATH -> "Return path";
            case SPF -> "Permission to send (SPF)";
            case DMARC -> "Policy (DMARC)";
            case RECEIVING -> "Receiving";
            case TRACKING -> "Links";
            case TRACKING_CAA -> "Certificate for links";
            case DELEGATION -> "Delegation";
        };
    }

    private static String why(Purpose purpose) {
        return switch (purpose) {
            case OWNERSHIP -> "Proves that the domain is yours.";
            case DKIM -> "Lets receivers check that a message is genuine.";
            case SPARE_KEY -> "A key that is about to be used, or was until lately. Advised.";
            case RETURN_PATH -> "Brings back messages that could not be delivered.";
            case SPF -> "Says which servers may send for the domain.";
            case DMARC -> "Tells receivers what to do with forged mail. Advised; if there is one already, keep it.";
            case RECEIVING -> "Brings mail for the domain in.";
            case TRACKING -> "Puts tracked links under your own name.";
            case TRACKING_CAA -> "Lets links be served over https.";
            case DELEGATION -> "Hands this subdomain to our name servers, which look after its records.";
        };
    }
}
