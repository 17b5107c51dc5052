package dev.pennypost.api.resend;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.pennypost.api.http.Access;
import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.emails.AttachmentLinks;
import dev.pennypost.emails.EmailId;
import dev.pennypost.emails.Emails;
import dev.pennypost.emails.StoredAttachment;
import dev.pennypost.mail.message.Attachment;
import dev.pennypost.storage.Page;
import dev.pennypost.teams.TeamId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The files of emails that were sent (contract §9.7), and what their links lead to.
final class AttachmentRoutes {
    private static final String DOWNLOAD = "/attachments/";

    private final Emails emails;
    private final AttachmentLinks links;
    private final Function<Request, String> origin;

    /// @param origin where the maker of a request reaches us
    AttachmentRoutes(Emails emails, AttachmentLinks links, Function<Request, String> origin) {
        this.emails = emails;
        this.links = links;
        this.origin = origin;
    }

    void register(Router router) {
        router.get("/emails/{id}/attachments", Access.FULL, this::list)
                .get("/emails/{id}/attachments/{attachment}", Access.FULL, this::get)
                .get(DOWNLOAD + "{token}", Access.OPEN, this::download);
    }

    private Response list(Request request) {
        var email = new EmailId(ResendIds.inPath(request, "id"));
        var page = ResendPaging.allByDefault(request);
        var files = emails.attachments(request.caller().team(), email);
        if (files.isEmpty()) return ResendErrors.notFound("Email");
        Optional<Page<StoredAttachment>> wanted = page.within(files.get(), StoredAttachment::id);
        return ResendPaging.list(wanted, file -> json("", request, email, file));
    }

    private Response get(Request request) {
        var email = new EmailId(ResendIds.inPath(request, "id"));
        UUID id = ResendIds.inPath(request, "attachment");
        Optional<List<StoredAttachment>> files =
                emails.attachments(request.caller().team(), email);
        if (files.isEmpty()) return ResendErrors.notFound("Email");
        return files.get().stream()
                .filter(file -> file.id().equals(id))
                .findFirst()
                .map(file -> Response.ok(json("attachment", request, email, file)))
                .orElseGet(() -> ResendErrors.notFound("Attachment"));
    }

    private SentAttachmentJson json(String object, Request request, EmailId email, StoredAttachment file) {
        TeamId team = request.caller().team();
        var link = links.to(team, email, file.id());
        return new SentAttachmentJson(
                object.isEmpty() ? null : object,
                file.id(),
                file.filename(),
                file.octets(),
                file.contentType(),
                file.contentId() == null ? "attachment" : "inline",
                file.contentId(),
                origin.apply(request) + DOWNLOAD + link.token(),
                Timestamps.iso(link.expiresAt()));
    }

    /// Always as a file: what a sender attached must not run as a page of ours.
    private Response download(Request request) {
        return links.open(request.parameter("token"))
                .map(AttachmentRoutes::file)
                .orElseGet(() -> ResendErrors.notFound("Attachment"));
    }

    private static Response file(Attachment file) {
        String name = file.filename() == null ? "attachment" : file.filename();
        return Response.bytes("application/octet-stream", file.content())
                // RFC 6266 §4.3, RFC 8187
                .with("Content-Disposition", "attachment; filename*=UTF-8''" + encoded(name))
                .with("X-Content-Type-Options", "nosniff")
                .with("Cache-Control", "private, no-store");
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
    }

    private record SentAttachmentJson(
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String object,

            UUID id,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String filename,

            long size,
            String contentType,
            String contentDisposition,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String contentId,

            String downloadUrl,
            String expiresAt) {}
}
