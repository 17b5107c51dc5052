package dev.pennypost.domains;

import dev.pennypost.config.Key;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

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

        @Key(
                value = "Host that takes in mail for customers' domains, the target of their MX. `{region}` as above.",
                or = "inbound.localhost")
        String receivingHost,

        @Key(
                value = "Host that serves tracked links, the target of the tracking CNAME. `{region}` as above.",
                or = "links.localhost")
        String trackingHost,

        @Key(value = "DMARC record that is advised to domains that have none.", or = "v=DMARC1; p=none;")
        String dmarcRecord,

        @Key(value = "Selector of the DKIM keys made for customers' domains.", or = "pennypost")
        String dkimSelector,

        @Key(
                value = "Days for which a replaced DKIM key stays published: longer than any message is on its way.",
                or = "7")
        int keyRetireDays,

        @Key(value = "Hours after which a domain that never verified is given up.", or = "72")
        int giveUpHours,

        @Key(value = "Days without mail from a domain before another team may claim it.", or = "7")
        int claimQuietDays,

        @Key(value = "Hours after a domain was verified during which another team cannot claim it.", or = "72")
        int claimGraceHours,

        @Key(
                "Addresses this server sends from. A customer's SPF record is right when it lets all of them send. Empty: the networks that the SPF record of `domains.spf-include` lets send.")
        List<InetAddress> sendingAddresses) {
    public DomainsConfig {
        sendingAddresses = List.copyOf(sendingAddresses);
    }

    /// The records every return path needs: bounces come back to us, and we may send for it.
    ///
    /// @param name the domain of the reverse path
    public List<PlannedRecord> returnPathRecords(DomainName name, Region region) {
        return List.of(
                new PlannedRecord(
                        Purpose.RETURN_PATH,
                        RecordType.MX,
                        name,
                        regional(returnPathHost, region),
                        RecordPlan.PRIORITY),
                new PlannedRecord(
                        Purpose.SPF, RecordType.TXT, name, "v=spf1 include:" + regional(spfInclude, region) + " ~all"));
    }

    boolean isReturnPathHost(DomainName name) {
        return Arrays.stream(Region.values())
                .anyMatch(region -> regional(returnPathHost, region).equalsIgnoreCase(name.ascii()));
    }

    static String regional(String template, Region region) {
        return template.replace("{region}", region.code());
    }

    /// These two hosts, and everything else at its default.
    public static DomainsConfig of(String returnPathHost, String spfInclude) {
        return new DomainsConfig(
                returnPathHost,
                spfInclude,
                "inbound.localhost",
                "links.localhost",
                "v=DMARC1; p=none;",
                "pennypost",
                7,
                72,
                7,
                72,
                List.of());
    }
}
