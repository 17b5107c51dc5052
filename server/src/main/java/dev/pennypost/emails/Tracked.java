package dev.pennypost.emails;

/// How an email is tracked. Decided when it is accepted and kept with it, so that a retry, and any node, sends the
/// octets
/// of the first attempt.
///
/// @param origin where its links lead, without a slash at the end, such as `https://links.example.com`
/// @param opens whether it has an image that tells that it is shown
/// @param clicks whether its links are replaced
/// @param trap whether it has a link that no person sees
public record Tracked(String origin, boolean opens, boolean clicks, boolean trap) {}
