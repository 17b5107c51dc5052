package dev.pennypost.delivery.traffic;

/// What keeps mail from going to a site for now.
public enum Limit {
    /// The site has said that it takes nothing for a while, or could not be reached for some time.
    SUSPENSION,
    /// As much has gone to the site as may in so much time.
    RATE,
    /// The address or the domain it leaves from is new, and has sent what it may today.
    WARM_UP
}
