package dev.pennypost.domains.writer;

import static dev.pennypost.domains.writer.RemoteApi.segment;

import dev.pennypost.config.Secret;
import dev.pennypost.domains.writer.RecordSet.Entry;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.net.Exchange.Answer;
import dev.pennypost.net.Exchange.Header;
import dev.pennypost.net.OutboundHttp;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Amazon Route 53, API of 2013-04-01: XML, signed requests, record sets with absolute names. A batch is done or not
/// done. A set is replaced by deleting exactly what was read and creating what shall be, which AWS refuses when
/// somebody else was faster; its own UPSERT would overwrite.
final class Route53Writer implements ZoneWriter {
    private static final String VERSION = "/2013-04-01";
    private static final String NAMESPACE = "https://route53.amazonaws.com/doc/2013-04-01/";
    private static final int LEAST_TTL = 0;

    private final RemoteApi api;
    private final URI base;
    private final AwsSigner signer;
    private final Optional<String> zoneId;
    private final InstantSource clock;

    /// @param zoneId which one is meant where several hosted zones have the same name
    Route53Writer(OutboundHttp http, URI base, AwsSigner signer, Optional<String> zoneId, InstantSource clock) {
        var secrets = new ArrayList<Secret>(List.of(signer.secretKey(), signer.sessionToken()));
        this.api = new RemoteApi(http, base, List.of(), secrets, _ -> Optional.empty());
        this.base = base;
        this.signer = signer;
        this.zoneId = zoneId;
        this.clock = clock;
    }

    @Override
    public Optional<Zone> zone(DomainName name) {
        for (var candidate : Zone.candidates(name)) {
            var found = zones(candidate);
            if (found.size() > 1)
                throw new Refused(new WriterProblem.Rejected("There are " + found.size() + " public hosted zones named "
                        + candidate + "; say which one with `zone_id`."));
            if (!found.isEmpty()) return Optional.of(found.getFirst());
        }
        return Optional.empty();
    }

    /// The list starts at the name and goes on with others.
    private List<Zone> zones(DomainName name) {
        var zones = new LinkedHashSet<Zone>();
        var page = get("/hostedzonesbyname?dnsname=" + segment(name.ascii() + ".") + "&maxitems=100");
        for (var zone :
                page.find("HostedZones").map(list -> list.all("HostedZone")).orElse(List.of())) {
            boolean isPrivate =
                    zone.maybe("Config", "PrivateZone").orElse("false").equals("true");
            String id = zone.text("Id").replaceFirst("^/hostedzone/", "");
            if (name(zone.text("Name")).equals(Optional.of(name))
                    && !isPrivate
                    && zoneId.map(id::equals).orElse(true)) zones.add(new Zone(name, id, LEAST_TTL));
        }
        return List.copyOf(zones);
    }

    @Override
    public List<RecordSet> read(Zone zone, Set<DomainName> names) {
        var sets = new SetBuilder();
        for (var name : names) read(zone, name, sets);
        return sets.sets();
    }

    /// The list is in the order of names from the one asked for on, and is left at the next.
    private void read(Zone zone, DomainName name, SetBuilder sets) {
        String from = "?name=" + segment(name.ascii() + ".");
        while (!from.isEmpty()) {
            var page = get(rrsets(zone) + from);
            for (var set : page.find("ResourceRecordSets")
                    .map(list -> list.all("ResourceRecordSet"))
                    .orElse(List.of())) {
                if (!name(set.text("Name")).equals(Optional.of(name))) return;
                add(name, set, sets);
            }
            from = page.text("IsTruncated").equals("true") ? next(page, name) : "";
        }
    }

    private static String next(Xml page, DomainName name) {
        String next = page.text("NextRecordName");
        if (!name(next).equals(Optional.of(name))) return "";
        String identifier = page.maybe("NextRecordIdentifier")
                .map(id -> "&identifier=" + segment(id))
                .orElse("");
        return "?name=" + segment(next) + "&type=" + segment(page.text("NextRecordType")) + identifier;
    }

    /// Aliases, and sets that depend on who asks, are no plain data and not ours to touch.
    private static void add(DomainName name, Xml set, SetBuilder sets) {
        String type = set.text("Type");
        var alias = set.maybe("AliasTarget", "DNSName");
        boolean locked = alias.isPresent() || set.maybe("SetIdentifier").isPresent();
        alias.ifPresent(target -> sets.add(name, type, new Entry("alias of " + target, target), 0, true));
        int ttl = set.maybe("TTL").map(Integer::parseInt).orElse(0);
        for (var record : set.find("ResourceRecords")
                .map(list -> list.all("ResourceRecord"))
                .orElse(List.of())) {
            String data = record.text("Value");
            sets.add(name, type, new Entry(RecordText.value(type, data), data), ttl, locked);
        }
    }

    @Override
    public void apply(Zone zone, List<SetChange> changes) {
        var batch = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?><ChangeResourceRecordSetsRequest"
                + " xmlns=\"" + NAMESPACE + "\"><ChangeBatch><Changes>");
        for (var change : changes) {
            change.before()
                    .ifPresent(set -> append(
                            batch,
                            "DELETE",
                            change,
                            set.ttl(),
                            set.entries().stream().map(Entry::handle).toList()));
            if (!change.removes()) append(batch, "CREATE", change, change.ttl(zone), GandiWriter.wholeSet(change));
        }
        batch.append("</Changes></ChangeBatch></ChangeResourceRecordSetsRequest>");
        call("POST", rrsets(zone), batch.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void append(StringBuilder batch, String action, SetChange change, int ttl, List<String> data) {
        batch.append("<Change><Action>").append(action).append("</Action><ResourceRecordSet><Name>");
        batch.append(Xml.escaped(change.name().ascii()))
                .append(".</Name><Type>")
                .append(change.type());
        batch.append("</Type><TTL>").append(ttl).append("</TTL><ResourceRecords>");
        for (String value : data)
            batch.append("<ResourceRecord><Value>").append(Xml.escaped(value)).append("</Value></ResourceRecord>");
        batch.append("</ResourceRecords></ResourceRecordSet></Change>");
    }

    private Xml get(String path) {
        return call("GET", path, new byte[0]);
    }

    private Xml call(String method, String path, byte[] body) {
        var url = URI.create(base + VERSION + path);
        var headers = new ArrayList<>(signer.headers(method, url, body, clock.instant()));
        if (body.length > 0) headers.add(new Header("Content-Type", "application/xml"));
        var answer = api.exchange(method, VERSION + path, headers, body);
        if (answer.status() / 100 == 2) return Xml.parse(answer.body());
        throw refusal(answer);
    }

    /// The code says more than the status, which is 403 for a wrong key and for a missing permission, and 400 for
    /// almost everything else.
    private Refused refusal(Answer answer) {
        if (answer.status() >= 500) return api.refusal(answer, Optional.empty());
        var document = Xml.parse(answer.body());
        var error = document.find("Error").orElse(document);
        String code = error.maybe("Code").orElse(document.name());
        String said = api.quotable(error.maybe("Message")
                .or(() -> document.maybe("Messages", "Message"))
                .orElse(code));
        return new Refused(
                switch (code) {
                    case "InvalidClientTokenId",
                            "SignatureDoesNotMatch",
                            "UnrecognizedClientException",
                            "IncompleteSignature",
                            "MissingAuthenticationToken",
                            "ExpiredToken" -> new WriterProblem.BadCredentials(said);
                    case "AccessDenied", "AccessDeniedException", "OptInRequired" ->
                        new WriterProblem.NotPermitted(said);
                    case "Throttling", "ThrottlingException", "PriorRequestNotComplete" ->
                        new WriterProblem.RateLimited(Optional.empty());
                    case "InvalidChangeBatch" ->
                        isOvertaken(said) ? new WriterProblem.ZoneChanged() : new WriterProblem.Rejected(said);
                    default -> new WriterProblem.Rejected(said);
                });
    }

    private static boolean isOvertaken(String said) {
        return said.contains("but it was not found")
                || said.contains("but it already exists")
                || said.contains("do not match the current values");
    }

    private static String rrsets(Zone zone) {
        return "/hostedzone/" + segment(zone.id()) + "/rrset";
    }

    /// Names come absolute, with everything but letters, digits, hyphens and underscores as three octal digits.
    private static Optional<DomainName> name(String escaped) {
        var name = new StringBuilder();
        for (int i = 0; i < escaped.length(); i++) {
            boolean octal = escaped.charAt(i) == '\\'
                    && i + 3 < escaped.length()
                    && escaped.substring(i + 1, i + 4).matches("[0-3][0-7]{2}");
            if (octal) {
                name.append((char) Integer.parseInt(escaped.substring(i + 1, i + 4), 8));
                i += 3;
            } else name.append(escaped.charAt(i));
        }
        return OwnerName.read(name.toString());
    }
}
