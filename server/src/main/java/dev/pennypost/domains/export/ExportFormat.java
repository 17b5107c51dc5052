package dev.pennypost.domains.export;

/// What a plan can be exported as.
public enum ExportFormat {
    /// A master file (RFC 1035 §5) that loads by itself.
    BIND("text/dns", "zone"),
    /// The file that Cloudflare's import takes: records only, none of them proxied.
    CLOUDFLARE("text/plain", "cloudflare.txt"),
    /// A change batch for `aws route53 change-resource-record-sets`.
    ROUTE53("application/json", "route53.json"),
    /// Resources for the Terraform provider of the zone's DNS host.
    TERRAFORM("text/plain", "tf"),
    /// A table (RFC 4180) for people and their spreadsheets.
    CSV("text/csv", "csv");

    private final String mediaType;
    private final String extension;

    ExportFormat(String mediaType, String extension) {
        this.mediaType = mediaType;
        this.extension = extension;
    }

    public String contentType() {
        return this == ROUTE53 ? mediaType : mediaType + "; charset=utf-8";
    }

    String extension() {
        return extension;
    }
}
