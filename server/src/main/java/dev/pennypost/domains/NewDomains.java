package dev.pennypost.domains;

import dev.pennypost.domains.DomainProblem.BadName;
import dev.pennypost.domains.DomainProblem.BadReturnPath;
import dev.pennypost.domains.DomainProblem.BadTrackingSubdomain;
import dev.pennypost.domains.DomainProblem.NoOperatorZone;
import dev.pennypost.domains.DomainProblem.NotASubdomain;
import dev.pennypost.domains.DomainProblem.NothingEnabled;
import dev.pennypost.domains.DomainProblem.PublicSuffix;
import dev.pennypost.domains.DomainProblem.UnknownRegion;
import dev.pennypost.domains.NewDomains.Read.Bad;
import dev.pennypost.domains.NewDomains.Read.Good;
import dev.pennypost.domains.delegation.OperatorZone;
import dev.pennypost.mail.dns.BadDomainName;
import dev.pennypost.mail.dns.DomainName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads requests to add a domain. Pure.
///
/// @param registrable the registrable domain of a name, nothing for a public suffix
/// @param operator null where owners publish every record themselves
record NewDomains(
        Function<DomainName, Optional<DomainName>> registrable,
        DomainsConfig config,
        @Nullable OperatorZone operator) {
    private static final DomainId ANY_ID = new DomainId(new UUID(0, 0));
    private static final String DEFAULT_RETURN_PATH = "send";
    private static final Pattern RETURN_PATH = Pattern.compile("[a-z]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    /// A request that can be carried out, or why it cannot.
    sealed interface Read {
        record Good(
                DomainName name,
                DomainName registrable,
                DomainSettings settings,
                boolean ed25519,
                Optional<Ownership> ownership)
                implements Read {}

        record Bad(DomainProblem problem) implements Read {}
    }

    Read read(AddDomain request) {
        Optional<Region> region = region(request.region());
        if (region.isEmpty()) return new Bad(new UnknownRegion(String.valueOf(request.region())));
        if (!request.sending() && !request.receiving()) return new Bad(new NothingEnabled());
        if (request.setup() != SetupMode.COPY && operator == null) return new Bad(new NoOperatorZone(request.setup()));

        String returnPath = label(request.customReturnPath(), DEFAULT_RETURN_PATH);
        if (!RETURN_PATH.matcher(returnPath).matches()) return new Bad(new BadReturnPath(returnPath));

        String tracking = request.trackingSubdomain() == null ? null : label(request.trackingSubdomain(), "");
        if (tracking != null && (!LABEL.matcher(tracking).matches() || tracking.equals(returnPath)))
            return new Bad(new BadTrackingSubdomain(tracking));

        return readName(request, settings(request, region.get(), returnPath, tracking));
    }

    private Read readName(AddDomain request, DomainSettings settings) {
        String text = request.name();
        try {
            var name = DomainName.parse(text);
            if (DIGITS.matcher(name.labels().getLast()).matches())
                return new Bad(new BadName(text, "is an IP address, not a domain"));
            Optional<DomainName> owned = registrable.apply(name);
            if (owned.isEmpty()) return new Bad(new PublicSuffix(name));
            if (request.setup() == SetupMode.NS && name.equals(owned.get())) return new Bad(new NotASubdomain(name));
            RecordPlan.keyName(name, config.dkimSelector()); // this and the next fail for want of room
            new RecordPlan(ANY_ID, name, settings, config, operator).records(List.of(), List.of());
            return new Good(name, owned.get(), settings, request.ed25519(), ownership(request));
        } catch (BadDomainName bad) {
            return new Bad(new BadName(text, bad.text().equals(text) ? bad.why() : "leaves no room for its records"));
        }
    }

    private static Optional<Region> region(@Nullable String code) {
        return code == null ? Optional.of(Region.US_EAST_1) : Region.of(code);
    }

    private static String label(@Nullable String text, String byDefault) {
        return text == null ? byDefault : text.toLowerCase(Locale.ROOT);
    }

    private static DomainSettings settings(
            AddDomain request, Region region, String returnPath, @Nullable String tracking) {
        return new DomainSettings(
                region,
                returnPath,
                request.tls(),
                request.openTracking(),
                request.clickTracking(),
                request.trackingPrivacy(),
                request.sending(),
                request.receiving(),
                tracking,
                request.setup());
    }

    /// A domain that does not send publishes no key of ours, and so nothing else would prove whose it is.
    private static Optional<Ownership> ownership(AddDomain request) {
        if (request.ownership() != null) return Optional.of(request.ownership());
        return request.sending() ? Optional.empty() : Optional.of(Ownership.OURS);
    }

    /// Why changed settings cannot be; empty when they can.
    static Optional<DomainProblem> problem(DomainName name, DomainSettings settings) {
        if (!settings.sending() && !settings.receiving()) return Optional.of(new NothingEnabled());
        String returnPath = settings.returnPath();
        if (!RETURN_PATH.matcher(returnPath).matches() || !hasRoom(name, returnPath))
            return Optional.of(new BadReturnPath(returnPath));
        String tracking = settings.trackingSubdomain();
        if (tracking == null) return Optional.empty();
        boolean fits = LABEL.matcher(tracking).matches() && !tracking.equals(returnPath) && hasRoom(name, tracking);
        return fits ? Optional.empty() : Optional.of(new BadTrackingSubdomain(tracking));
    }

    private static boolean hasRoom(DomainName name, String label) {
        try {
            name.child(label);
            return true;
        } catch (BadDomainName tooLong) {
            return false;
        }
    }
}
