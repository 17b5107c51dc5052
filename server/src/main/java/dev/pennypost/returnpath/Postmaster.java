package dev.pennypost.returnpath;

import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.address.BadAddress;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.smtp.Reply;
import dev.pennypost.mail.smtp.server.Client;
import dev.pennypost.storage.Ids;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The addresses of whoever runs this server, at every domain that we take mail for: `postmaster`, also without a
/// domain (RFC 5321 §4.5.1), and `abuse` (RFC 2142 §2). What comes there is kept for people to read.
final class Postmaster implements Recipients {
    private static final System.Logger LOG = System.getLogger(Postmaster.class.getName());
    private static final Set<String> NAMES = Set.of("postmaster", "abuse");
    private static final Reply KEPT = Reply.of(250, "2.0.0 kept for the postmaster");
    private static final Reply FULL = Reply.of(452, "4.2.2 the postmaster's mailbox is full");
    private static final Reply TROUBLE = Reply.of(451, "4.3.0 that could not be written down, try again later");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss Z", Locale.ENGLISH);
    private static final Pattern NOT_PLAIN = Pattern.compile("[^A-Za-z0-9.:_\\[\\]-]");

    private final Predicate<DomainName> isOurs;
    private final Maildir mail;
    private final String hostName;
    private final InstantSource clock;

    /// @param isOurs whether bounces to a domain come here
    /// @param hostName what the server calls itself
    Postmaster(Predicate<DomainName> isOurs, Maildir mail, String hostName, InstantSource clock) {
        this.isOurs = isOurs;
        this.mail = mail;
        this.hostName = hostName;
        this.clock = clock;
    }

    @Override
    public Answer of(String address) {
        return isFor(address.toLowerCase(Locale.ROOT))
                ? new Answer.Taken((client, from, message) -> keep(client, from, address, message))
                : new Answer.Foreign();
    }

    private boolean isFor(String address) {
        if (address.equals("postmaster")) return true;
        int at = address.lastIndexOf('@');
        if (at < 0 || !NAMES.contains(address.substring(0, at))) return false;
        try {
            DomainName domain = Address.parse(address).domain();
            return domain.ascii().equalsIgnoreCase(hostName) || isOurs.test(domain);
        } catch (BadAddress bad) {
            return false;
        }
    }

    private Reply keep(Client client, String from, String to, byte[] message) {
        Instant now = clock.instant();
        String name = now.getEpochSecond() + "." + Ids.next(now) + "." + plain(hostName);
        try {
            byte[] trace = trace(client, from, to, now).getBytes(StandardCharsets.UTF_8);
            if (!mail.add(name, List.of(trace, message))) return FULL;
            LOG.log(System.Logger.Level.INFO, () -> "mail for " + to + " is in " + mail.folder());
            return KEPT;
        } catch (IOException broken) {
            LOG.log(System.Logger.Level.ERROR, "mail for " + to + " could not be kept", broken);
            return TROUBLE;
        }
    }

    /// What the last server on the way writes above a message (RFC 5321 §4.4).
    private String trace(Client client, String from, String to, Instant now) {
        return "Return-Path: <" + from + ">\r\nDelivered-To: " + to + "\r\nReceived: from " + plain(client.helo())
                + " ([" + literal(client.address()) + "])\r\n by " + plain(hostName) + " with "
                + client.protocol(false) + "; " + DATE.format(now.atOffset(ZoneOffset.UTC))
                + "\r\n";
    }

    /// RFC 5321 §4.1.3.
    private static String literal(InetAddress address) {
        return (address instanceof Inet6Address ? "IPv6:" : "") + address.getHostAddress();
    }

    private static String plain(String claimed) {
        return NOT_PLAIN.matcher(claimed).replaceAll("?");
    }
}
