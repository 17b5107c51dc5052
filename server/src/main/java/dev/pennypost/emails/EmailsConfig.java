package dev.pennypost.emails;

import dev.pennypost.config.Key;
import java.util.List;

/// Settings of accepting emails.
public record EmailsConfig(
        @Key(
                value = "Fetch attachments that are given by `path` from loopback and private addresses too.",
                or = "false")
        boolean privateAddresses,

        @Key(
                value =
                        "Domains that nobody has a mailbox at. Emails to them are refused, since only mistakes and tests send there. An empty list refuses none.",
                or = "example.com, example.net, example.org, test.com")
        List<String> refusedRecipientDomains) {}
