package dev.pennypost.dashboard.domains;

import dev.pennypost.dashboard.shell.Tone;
import dev.pennypost.domains.Claim;
import dev.pennypost.domains.DomainProblem;
import dev.pennypost.domains.DomainRecord;
import dev.pennypost.domains.DomainStatus;
import dev.pennypost.domains.DomainSummary;
import dev.pennypost.domains.RecordStatus;
import dev.pennypost.domains.diagnosis.Finding;
import dev.pennypost.domains.diagnosis.RecordState;
import dev.pennypost.domains.diagnosis.ServerStanding;
import dev.pennypost.domains.export.ExportFormat;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.domains.signing.KeyAlgorithm;
import dev.pennypost.domains.signing.KeyProblem;
import dev.pennypost.domains.signing.KeyStage;
import dev.pennypost.domains.writer.Diff;
import dev.pennypost.domains.writer.WriterProblem;

/// What the pages of domains call things.
final class Words {
    private Words() {}

    static Tone tone(DomainSummary domain) {
        if (domain.life().suspended()) return Tone.CALM;
        return switch (domain.status()) {
            case VERIFIED -> Tone.GOOD;
            case PENDING, PARTIALLY_VERIFIED, TEMPORARY_FAILURE -> Tone.WAIT;
            case FAILED, PARTIALLY_FAILED -> Tone.BAD;
            case NOT_STARTED -> Tone.CALM;
        };
    }

    static String status(DomainSummary domain) {
        return domain.life().suspended() ? "Suspended" : status(domain.status());
    }

    static String status(DomainStatus status) {
        return switch (status) {
            case VERIFIED -> "Verified";
            case PARTIALLY_VERIFIED -> "Partly verified";
            case PENDING -> "Waiting for records";
            case TEMPORARY_FAILURE -> "Losing a record";
            case PARTIALLY_FAILED -> "Partly failed";
            case FAILED -> "Records not found";
            case NOT_STARTED -> "Not looked at yet";
        };
    }

    static String title(Purpose purpose) {
        return switch (purpose) {
            case OWNERSHIP -> "Ownership";
            case DKIM -> "Signature (DKIM)";
            case SPARE_KEY -> "Another signature (DKIM)";
            case RETURN_PATH -> "Return path";
            case SPF -> "Permission to send (SPF)";
            case DMARC -> "Policy (DMARC)";
            case RECEIVING -> "Receiving";
            case TRACKING -> "Tracked links";
            case TRACKING_CAA -> "Certificate for tracked links";
            case DELEGATION -> "Delegation";
        };
    }

    static String why(Purpose purpose) {
        return switch (purpose) {
            case OWNERSHIP -> "Proves that the domain is yours.";
            case DKIM -> "Lets receivers check that a message is genuine.";
            case SPARE_KEY -> "A key that is about to be used, or was until lately.";
            case RETURN_PATH -> "Brings back messages that could not be delivered.";
            case SPF -> "Says which servers may send for the domain.";
            case DMARC -> "Tells receivers what to do with forged mail. If there is one already, keep it.";
            case RECEIVING -> "Brings mail for the domain in.";
            case TRACKING -> "Puts tracked links under your own name.";
            case TRACKING_CAA -> "Lets links be served over https.";
            case DELEGATION -> "Hands this subdomain to our name servers, which look after its records.";
        };
    }

    static Tone tone(DomainRecord record) {
        RecordState seen = record.seen();
        if (seen == null) return Tone.CALM;
        return switch (seen) {
            case RIGHT, CACHED_ELSEWHERE -> Tone.GOOD;
            case WRONG -> Tone.BAD;
            case NOT_PUBLISHED -> missing(record);
            case PARTLY_PUBLISHED, UNKNOWN -> Tone.WAIT;
        };
    }

    private static Tone missing(DomainRecord record) {
        if (!record.planned().purpose().isRequired()) return Tone.CALM;
        return record.status() == RecordStatus.PENDING ? Tone.WAIT : Tone.BAD;
    }

    static String state(DomainRecord record) {
        RecordState seen = record.seen();
        if (seen == null) return "Not looked for yet";
        return switch (seen) {
            case RIGHT -> "Right";
            case CACHED_ELSEWHERE -> "Right, still spreading";
            case WRONG -> "Needs a change";
            case NOT_PUBLISHED -> absent(record);
            case PARTLY_PUBLISHED -> "Not on all servers yet";
            case UNKNOWN -> "DNS did not answer";
        };
    }

    private static String absent(DomainRecord record) {
        if (!record.planned().purpose().isRequired()) return "Advised";
        return switch (record.status()) {
            case TEMPORARY_FAILURE -> "Gone";
            case FAILED -> "Not found";
            case NOT_STARTED, PENDING, VERIFIED -> "Not there yet";
        };
    }

    static String state(RecordState state) {
        return switch (state) {
            case RIGHT -> "right";
            case CACHED_ELSEWHERE -> "right, still spreading";
            case WRONG -> "wrong";
            case NOT_PUBLISHED -> "not there";
            case PARTLY_PUBLISHED -> "on some servers only";
            case UNKNOWN -> "no answer from DNS";
        };
    }

    static Tone tone(Finding.Severity severity) {
        return switch (severity) {
            case ERROR -> Tone.BAD;
            case WARNING -> Tone.WAIT;
            case INFO -> Tone.CALM;
        };
    }

    static Tone tone(ServerStanding.Answered answered) {
        return switch (answered) {
            case RIGHT -> Tone.GOOD;
            case OTHER -> Tone.BAD;
            case NOTHING -> Tone.WAIT;
            case BROKEN -> Tone.CALM;
        };
    }

    static String answer(ServerStanding.Answered answered) {
        return switch (answered) {
            case RIGHT -> "Has it";
            case OTHER -> "Has something else";
            case NOTHING -> "Does not have it";
            case BROKEN -> "No answer that counts";
        };
    }

    static String status(Claim.Status status) {
        return switch (status) {
            case PENDING -> "Waiting for the record";
            case VERIFIED -> "Proved";
            case COMPLETED -> "Done";
            case BLOCKED -> "Proved, and has to wait";
            case EXPIRED -> "Ran out of time";
            case SUPERSEDED -> "Replaced by a newer claim";
            case CANCELED -> "Canceled";
            case FAILED -> "Failed";
        };
    }

    static String why(Claim.BlockedReason reason) {
        return switch (reason) {
            case GRACE_PERIOD ->
                "The other team verified the name only a short while ago. We look again by ourselves every hour.";
            case RECENT_OWNER_ACTIVITY ->
                "The other team sends from it. Once it has been quiet for some days, the name comes to you.";
            case PENDING_SCHEDULED_EMAILS ->
                "The other team has planned mail from it. When that is sent, the name comes to you.";
        };
    }

    static String name(ExportFormat format) {
        return switch (format) {
            case BIND -> "Zone file";
            case CLOUDFLARE -> "Cloudflare import";
            case ROUTE53 -> "Route 53 change batch";
            case TERRAFORM -> "Terraform";
            case CSV -> "Spreadsheet (CSV)";
        };
    }

    static String name(KeyAlgorithm algorithm) {
        return switch (algorithm) {
            case RSA -> "RSA";
            case ED25519 -> "Ed25519";
        };
    }

    static Tone tone(KeyStage stage) {
        return switch (stage) {
            case ACTIVE -> Tone.GOOD;
            case PENDING -> Tone.WAIT;
            case RETIRING, RETIRED -> Tone.CALM;
        };
    }

    static String stage(KeyStage stage) {
        return switch (stage) {
            case ACTIVE -> "Signs";
            case PENDING -> "Waits for its record";
            case RETIRING -> "Fading out";
            case RETIRED -> "Retired";
        };
    }

    static String why(KeyProblem problem) {
        return switch (problem) {
            case KeyProblem.AlreadyRotating(var selector) ->
                "The key " + selector + " still waits to be seen in DNS. Publish its record, or withdraw it first.";
            case KeyProblem.BadSelector(var text) ->
                "“" + text + "” cannot be a selector. Use letters, digits and hyphens, with dots between labels.";
            case KeyProblem.SelectorTaken(var selector) ->
                "The domain has, or had, a key named " + selector + ", which receivers may remember. Choose another name.";
            case KeyProblem.StillRetiring() ->
                "The key before the current one is still published, because mail that it signed may be on its way."
                        + " Rotate again when it is retired.";
            case KeyProblem.BadKey(var why) -> "The key " + why + ".";
            case KeyProblem.NoSuchKey(var selector) -> "There is no key " + selector + ".";
            case KeyProblem.InUse(var selector) -> "The key " + selector + " signs mail. Rotate first, then withdraw it.";
        };
    }

    /// Sentences with code between backticks.
    static String why(DomainProblem problem) {
        return switch (problem) {
            case DomainProblem.BadName(var text, var why) -> "`" + text.replace('`', '\'') + "` " + why + ".";
            case DomainProblem.PublicSuffix(var name) ->
                "Names below `" + name.unicode() + "` belong to different owners, so nobody can add it as a whole."
                        + " Add the name below it that is yours, such as `example." + name.unicode() + "`.";
            case DomainProblem.UnknownRegion(var text) -> "There is no region `" + text.replace('`', '\'') + "`.";
            case DomainProblem.BadReturnPath _ ->
                "A return path is one label of letters, digits and hyphens, at most 63, beginning with a letter.";
            case DomainProblem.BadTrackingSubdomain _ ->
                "This is one label of letters, digits and hyphens, such as `links`, and another one than the return path.";
            case DomainProblem.NothingEnabled() -> "Let the domain send, receive, or both.";
            case DomainProblem.NoOperatorZone _ ->
                "This server has no zone that records could lead to. Choose to publish every record yourself.";
            case DomainProblem.NotASubdomain(var name) ->
                "Handing over all of `" + name.unicode() + "` would take its website along. Hand over a subdomain, such as `mail."
                        + name.unicode() + "`.";
            case DomainProblem.AlreadyRegistered(var name) ->
                "`" + name.unicode() + "` has been verified by another team on this server.";
            case DomainProblem.NobodyElseHasIt(var name) ->
                "No other team has verified `" + name.unicode() + "`: there is nothing to claim. Add it.";
        };
    }

    static String why(WriterProblem problem) {
        return switch (problem) {
            case WriterProblem.BadCredentials(var said) ->
                "The DNS host does not accept this. Copy the token again, or make a new one." + quoted(said);
            case WriterProblem.NoSuchZone(var name) ->
                "This account has no zone for " + name.unicode()
                        + ", or the token may not see it. Use a token of the account where the domain's DNS is kept.";
            case WriterProblem.NotPermitted(var said) ->
                "The token may not do this. Make one that may read and change the domain's DNS records." + quoted(said);
            case WriterProblem.RateLimited(var after) ->
                "The DNS host got too many requests. Try again "
                        + after.map(time -> "in " + time.toSeconds() + " seconds.").orElse("in a few minutes.");
            case WriterProblem.Unreachable(var why) ->
                "The DNS host could not be reached. Nothing was changed." + quoted(why);
            case WriterProblem.Nonsense(var why) ->
                "The DNS host gave an answer that we do not understand. Publish the records by hand." + quoted(why);
            case WriterProblem.Rejected(var said) -> "The DNS host refused the change." + quoted(said);
            case WriterProblem.ZoneChanged() ->
                "The zone has changed since you looked, so nothing was written. Look at the changes again.";
            case WriterProblem.Interrupted(var cause) ->
                "Some of the changes may have been made before something went wrong: " + why(cause)
                        + " Look at the changes again to see what is left.";
        };
    }

    private static String quoted(String said) {
        return said.isEmpty() ? "" : " It said: “" + said + "”";
    }

    static String action(Diff.Action action) {
        return switch (action) {
            case CREATE -> "Add";
            case REPLACE -> "Change";
            case REMOVE -> "Remove";
            case KEEP -> "Stays as it is";
            case CONFLICT -> "In the way";
        };
    }

    static Tone tone(Diff.Action action) {
        return switch (action) {
            case CREATE -> Tone.GOOD;
            case REPLACE -> Tone.WAIT;
            case REMOVE, CONFLICT -> Tone.BAD;
            case KEEP -> Tone.CALM;
        };
    }

    /// “3 things”, “1 thing”.
    static String counted(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
