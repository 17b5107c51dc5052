package dev.pennypost.dashboard.shell;

import dev.pennypost.accounts.Permission;
import org.jspecify.annotations.Nullable;

/// The parts of the dashboard, in the order of its menu.
public enum Area {
    HOME("Home", "", "home", "h", ""),
    EMAILS("Emails", "/emails", "emails", "e", ""),
    DOMAINS("Domains", "/domains", "domains", "d", ""),
    TEMPLATES("Templates", "/templates", "templates", "t", ""),
    METRICS("Metrics", "/metrics", "metrics", "m", ""),
    SUPPRESSIONS("Suppressions", "/suppressions", "suppressions", "s", ""),
    KEYS("API keys", "/api-keys", "keys", "k", "Build"),
    SMTP("SMTP", "/smtp", "smtp", "p", "Build"),
    WEBHOOKS("Webhooks", "/webhooks", "webhooks", "w", "Build"),
    LOGS("Logs", "/logs", "logs", "l", "Build"),
    MAILBOX("Sandbox mailbox", "/mailbox", "mailbox", "b", "Build"),
    QUEUE("Queue", "/queue", "queue", "q", "Run"),
    AUDIT("Audit log", "/audit", "audit", "a", "Run"),
    SETTINGS("Settings", "/settings", "settings", "c", "Run");

    private final String title;
    private final String path;
    private final String icon;
    private final String key;
    private final String group;

    Area(String title, String path, String icon, String key, String group) {
        this.title = title;
        this.path = path;
        this.icon = icon;
        this.key = key;
        this.group = group;
    }

    public String title() {
        return title;
    }

    /// From the root of the site.
    public String path() {
        return Paths.MOUNT + path;
    }

    public String icon() {
        return icon;
    }

    /// What is pressed after `g`.
    public String key() {
        return key;
    }

    public String group() {
        return group;
    }

    /// What somebody must be allowed for the menu to show it.
    Permission permission() {
        return this == QUEUE ? Permission.OPERATE_QUEUE : Permission.READ;
    }

    boolean isGroupedAs(@Nullable Area other) {
        return other != null && other.group.equals(group);
    }
}
