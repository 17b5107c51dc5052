package dev.pennypost.dashboard.emails;

import dev.pennypost.mail.message.Attachment;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Puts the images that travel with an email into its HTML (RFC 2392), so that a frame that loads nothing shows them.
final class Frame {
    private static final Pattern CID = Pattern.compile("cid:([^\"'()<>\\s]+)", Pattern.CASE_INSENSITIVE);
    private static final int MOST_OCTETS = 10 * 1024 * 1024;
    private static final List<String> IMAGES = List.of("image/png", "image/jpeg", "image/gif", "image/webp");

    private Frame() {}

    static boolean names(String html) {
        return CID.matcher(html).find();
    }

    static String of(String html, List<Attachment> files) {
        long octets = files.stream().mapToLong(file -> file.content().length).sum();
        if (octets > MOST_OCTETS) return html;
        Map<String, Attachment> byId = files.stream()
                .filter(file -> file.contentId() != null)
                .collect(Collectors.toMap(file -> String.valueOf(file.contentId()), Function.identity(), (a, _) -> a));
        return CID.matcher(html).replaceAll(place -> {
            Attachment file = byId.get(place.group(1));
            return Matcher.quoteReplacement(file == null ? place.group() : data(file));
        });
    }

    private static String data(Attachment file) {
        String type = IMAGES.contains(file.contentType()) ? file.contentType() : "application/octet-stream";
        return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(file.content());
    }
}
