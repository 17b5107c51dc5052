package dev.pennypost.domains;

/// How a domain's records come to be where they belong.
public enum SetupMode {
    /// The owner copies the records; what changes later, the owner changes.
    COPY,
    /// The owner publishes CNAMEs into our zone; what they lead to is ours to change.
    CNAME,
    /// The owner hands the whole subdomain to our name servers.
    NS
}
