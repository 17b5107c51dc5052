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
                "Domains that nobody has a mailbox at, such as `example.com` and `test.com`. Emails to them are refused, since only mistakes and tests send there. Empty: none is refused.")
        List<String> refusedRecipientDomains) {}
