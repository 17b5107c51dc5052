package dev.pennypost.accounts;

/// One thing that people may do in a team.
public enum Permission {
    /// Look at everything but secrets.
    READ,
    SEND,
    MANAGE_DOMAINS,
    MANAGE_KEYS,
    MANAGE_WEBHOOKS,
    MANAGE_TEMPLATES,
    MANAGE_SUPPRESSIONS,
    /// Invite people, remove them, change their roles.
    MANAGE_MEMBERS,
    /// Rename the team and change its settings.
    MANAGE_TEAM,
    /// Do to the queue of the whole installation what operators do.
    OPERATE_QUEUE
}
