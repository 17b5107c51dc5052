package dev.pennypost.dashboard.mailbox;

import dev.pennypost.mail.mime.ParsedAttachment;
import dev.pennypost.mail.mime.ParsedMessage;
import java.util.Base64;
import java.util.Objects;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/// Puts the images that a mail brings along where its HTML refers to them (RFC 2392).
final class InlineImages {
    private static final String CID = "cid:";

    private InlineImages() {}

    static String in(ParsedMessage mail) {
        String html = Objects.requireNonNullElse(mail.html(), "");
        if (!html.contains(CID)) return html;
        Document document = Hints.document(html);
        for (Element image : document.select("img[src^=" + CID + "]")) {
            String id = image.attr("src").substring(CID.length());
            mail.attachments().stream()
                    .filter(part -> id.equals(part.contentId()) && part.contentType().startsWith("image/"))
                    .findFirst()
                    .ifPresent(part -> image.attr("src", data(part)));
        }
        return document.outerHtml();
    }

    private static String data(ParsedAttachment part) {
        return "data:" + part.contentType() + ";base64," + Base64.getEncoder().encodeToString(part.content());
    }
}
