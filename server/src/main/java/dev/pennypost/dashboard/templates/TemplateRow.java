package dev.pennypost.dashboard.templates;

import dev.pennypost.dashboard.shell.Paths;
import dev.pennypost.dashboard.shell.Tone;
import dev.pennypost.templates.TemplateHead;

/// A template in the list.
record TemplateRow(TemplateHead head) {
    String path() {
        return Paths.MOUNT + "/templates/" + head.id();
    }

    String alias() {
        return head.alias() == null ? "" : head.alias();
    }

    String state() {
        return state(head);
    }

    Tone tone() {
        return tone(head);
    }

    static String state(TemplateHead head) {
        if (!head.isPublished()) return "Draft";
        return head.hasUnpublishedVersions() ? "Published, with changes" : "Published";
    }

    static Tone tone(TemplateHead head) {
        if (!head.isPublished()) return Tone.CALM;
        return head.hasUnpublishedVersions() ? Tone.WAIT : Tone.GOOD;
    }
}
