package dev.pennypost.api.resend;

import dev.pennypost.api.http.Response;
import dev.pennypost.domains.DomainProblem;
import dev.pennypost.domains.DomainProblem.AlreadyRegistered;
import dev.pennypost.domains.DomainProblem.BadName;
import dev.pennypost.domains.DomainProblem.BadReturnPath;
import dev.pennypost.domains.DomainProblem.BadTrackingSubdomain;
import dev.pennypost.domains.DomainProblem.NoOperatorZone;
import dev.pennypost.domains.DomainProblem.NobodyElseHasIt;
import dev.pennypost.domains.DomainProblem.NotASubdomain;
import dev.pennypost.domains.DomainProblem.NothingEnabled;
import dev.pennypost.domains.DomainProblem.PublicSuffix;
import dev.pennypost.domains.DomainProblem.UnknownRegion;

/// Problems of domains in this API's words (contract §12.1).
final class ResendDomainProblems {
    private static final String LABEL_RULES =
            " It must have 63 characters or less, start with a letter, end with a letter or number,"
                    + " and contain only letters, numbers, and hyphens.";

    private ResendDomainProblems() {}

    static Response spell(DomainProblem problem) {
        return switch (problem) {
            case BadName(var text, var why) ->
                ResendErrors.invalid("Invalid `name` field. `" + text + "` " + why + ".");
            case PublicSuffix(var name) ->
                ResendErrors.invalid("Invalid `name` field. `" + name.unicode()
                        + "` is a public suffix: names below it belong to different owners. Add a name below it.");
            case UnknownRegion _ ->
                ResendErrors.of(
                        422,
                        "invalid_region",
                        "Region must be \"us-east-1\" | \"eu-west-1\" | \"sa-east-1\" | \"ap-northeast-1\"");
            case BadReturnPath _ -> ResendErrors.invalid("Invalid `custom_return_path` field." + LABEL_RULES);
            case BadTrackingSubdomain _ ->
                ResendErrors.invalid("Invalid `tracking_subdomain` field. It must be a label of letters, numbers,"
                        + " and hyphens, other than the return path.");
            case NothingEnabled() ->
                ResendErrors.invalid("Invalid `capabilities` field. At least one capability must be enabled.");
            case NoOperatorZone _ ->
                ResendErrors.invalid("Invalid `setup` field. This server has no zone to lead to (`delegation.zone`);"
                        + " it must be \"copy\".");
            case NotASubdomain(var name) ->
                ResendErrors.invalid("Invalid `setup` field. Handing over all of `" + name.unicode()
                        + "` would take its website and all else with it. Add a subdomain, such as `mail."
                        + name.unicode() + "`.");
            case NobodyElseHasIt(var name) ->
                ResendErrors.invalid("The `" + name.unicode()
                        + "` domain is not verified by another team. Add it instead of claiming it.");
            case AlreadyRegistered(var name) ->
                ResendErrors.of(
                        403,
                        ResendErrors.VALIDATION,
                        "The `" + name.unicode() + "` domain has been registered already.");
        };
    }
}
