package dev.pennypost.dashboard;

import dev.pennypost.api.golden.GoldenWorld;

/// A program of a team that sends from a verified domain, over the API.
public record Sending(Caller api, String domain) {
    /// Adds a domain and has it verified.
    public static Sending from(GoldenWorld world, String key, String domain) {
        var api = new Caller(world, key);
        api.verified(domain);
        return new Sending(api, domain);
    }

    /// Sends to an address; returns the id of the email.
    public String to(String recipient) {
        return api.made(
                "/emails",
                "{\"from\":\"hello@" + domain + "\",\"to\":\"" + recipient
                        + "\",\"subject\":\"Hello\",\"html\":\"<p>It works.</p>\"}");
    }
}
