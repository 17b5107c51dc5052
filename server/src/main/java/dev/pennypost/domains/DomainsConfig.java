package dev.pennypost.domains;

import dev.pennypost.config.Key;

/// Settings of customers' domains: the operator's host names that stand in their records.
public record DomainsConfig(
        @Key(
                value =
                        "Host that receives bounces, the target of the return path's MX. `{region}` is replaced by the domain's region.",
                or = "feedback.localhost")
        String returnPathHost,

        @Key(
                value = "Name whose SPF record lists the sending addresses; customers include it. `{region}` as above.",
                or = "spf.localhost")
        String spfInclude,

        @Key(value = "Selector of the DKIM keys made for customers' domains.", or = "pennypost")
        String dkimSelector,

        @Key(value = "Hours after which a domain that never verified is given up.", or = "72")
        int giveUpHours) {}
