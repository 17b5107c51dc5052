package dev.pennypost.emails;

import dev.pennypost.emails.files.FileTypes;
import dev.pennypost.emails.files.RemoteFile;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.address.Mailbox;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.message.Attachment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What an email may be at most.
///
/// @param recipients in to, cc and bcc together
/// @param octets of bodies and attachments, the latter as base64
/// @param nobodys domains that no recipient may be at
public record EmailLimits(int recipients, long octets, Set<DomainName> nobodys) {
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_-]{1,256}");

    public EmailLimits {
        nobodys = Set.copyOf(nobodys);
    }

    /// The limits of the contract (§29.2), for recipients anywhere.
    public static EmailLimits standard() {
        return new EmailLimits(50, 40L * 1024 * 1024, Set.of());
    }

    /// The limits of the contract, as the operator has them.
    ///
    /// @throws BadDomainName when the settings name a domain that cannot be one
    public static EmailLimits of(EmailsConfig config) {
        var standard = standard();
        var refused =
                config.refusedRecipientDomains().stream().map(DomainName::parse).collect(Collectors.toSet());
        return new EmailLimits(standard.recipients, standard.octets, refused);
    }

    /// What is wrong with a request, if anything.
    Optional<EmailProblem> check(SendEmail request) {
        return recipientsOf(request)
                .or(() -> nobodys(request))
                .or(() -> body(request))
                .or(() -> texts(request))
                .or(() -> tags(request))
                .or(() -> blocked(request))
                .or(() -> size(request));
    }

    /// What is wrong with a submission, if anything. It may lack what only composing needs: somebody in `to`, a
    /// body.
    Optional<EmailProblem> check(Submission submission) {
        SendEmail email = submission.email();
        if (recipients(email).isEmpty()) return Optional.of(new EmailProblem.NoRecipients());
        return tooMany(email)
                .or(() -> nobodys(email))
                .or(() -> texts(email))
                .or(() -> blocked(email))
                .or(() -> octets(submission));
    }

    private Optional<EmailProblem> octets(Submission submission) {
        return submission.message().octets().length > octets
                ? Optional.of(new EmailProblem.TooLarge(octets))
                : Optional.empty();
    }

    /// Everybody an email goes to, each address once.
    static List<Address> recipients(SendEmail request) {
        var distinct = new LinkedHashMap<String, Address>();
        Stream.of(request.to(), request.cc(), request.bcc())
                .flatMap(List::stream)
                .map(Mailbox::address)
                .forEach(address -> distinct.putIfAbsent(address.toString(), address));
        return List.copyOf(distinct.values());
    }

    private Optional<EmailProblem> recipientsOf(SendEmail request) {
        return request.to().isEmpty() ? Optional.of(new EmailProblem.NoRecipients()) : tooMany(request);
    }

    private Optional<EmailProblem> tooMany(SendEmail request) {
        int found = request.to().size() + request.cc().size() + request.bcc().size();
        return found > recipients
                ? Optional.of(new EmailProblem.TooManyRecipients(found, recipients))
                : Optional.empty();
    }

    private Optional<EmailProblem> nobodys(SendEmail request) {
        if (nobodys.isEmpty()) return Optional.empty();
        return nobodys("to", request.to())
                .or(() -> nobodys("cc", request.cc()))
                .or(() -> nobodys("bcc", request.bcc()));
    }

    private Optional<EmailProblem> nobodys(String field, List<Mailbox> recipients) {
        return recipients.stream()
                .map(mailbox -> mailbox.address().domain())
                .filter(nobodys::contains)
                .findFirst()
                .map(domain -> new EmailProblem.NobodysDomain(field, domain));
    }

    private static Optional<EmailProblem> blocked(SendEmail request) {
        return Stream.concat(
                        request.attachments().stream().map(Attachment::filename),
                        request.remoteFiles().stream().map(RemoteFile::filename))
                .flatMap(name -> FileTypes.blockedEnding(name).stream())
                .findFirst()
                .map(EmailProblem.BlockedFile::new);
    }

    /// Whether what an email consists of is more than it may be.
    ///
    /// @param bodies their characters
    /// @param files their octets
    boolean isExceededBy(long bodies, long files) {
        return bodies + files * 4 / 3 > octets;
    }

    private static Optional<EmailProblem> body(SendEmail request) {
        return request.html() == null && request.text() == null
                ? Optional.of(new EmailProblem.NoBody())
                : Optional.empty();
    }

    private static Optional<EmailProblem> texts(SendEmail request) {
        if (request.subject().chars().anyMatch(c -> c == '\r' || c == '\n'))
            return Optional.of(new EmailProblem.BadText("subject", "must be one line"));
        // PostgreSQL cannot store a NUL, and RFC 5322 §2.3 keeps it out of messages.
        if (hasNul(request.subject())) return nul("subject");
        if (hasNul(request.html())) return nul("html");
        return hasNul(request.text()) ? nul("text") : Optional.empty();
    }

    private static Optional<EmailProblem> tags(SendEmail request) {
        return request.tags().stream()
                .flatMap(tag -> Stream.of(tag.name(), tag.value()))
                .filter(text -> !TAG.matcher(text).matches())
                .findFirst()
                .map(text -> new EmailProblem.BadTag(
                        text, "must be 1 to 256 ASCII letters, numbers, underscores or dashes"));
    }

    private Optional<EmailProblem> size(SendEmail request) {
        long bodies = length(request.html()) + length(request.text());
        long attached = request.attachments().stream()
                .mapToLong(file -> file.content().length)
                .sum();
        return isExceededBy(bodies, attached) ? Optional.of(new EmailProblem.TooLarge(octets)) : Optional.empty();
    }

    private static Optional<EmailProblem> nul(String field) {
        return Optional.of(new EmailProblem.BadText(field, "must not contain NUL"));
    }

    private static boolean hasNul(@Nullable String text) {
        return text != null && text.indexOf('\0') >= 0;
    }

    private static long length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
