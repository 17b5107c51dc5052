package dev.pennypost.emails;

import dev.pennypost.emails.EmailEvent.EmailClicked;
import dev.pennypost.emails.EmailEvent.EmailOpened;
import dev.pennypost.storage.Transaction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// Takes note of people who look at emails and follow their links: the emails' last events, what is told, what is
/// counted.
public final class VisitedEmails {
    private final EmailStore store = new EmailStore();
    private final Counting counting = new Counting();

    /// To be told once in each transaction, and last.
    ///
    /// @param corrections of what was told before: the figures follow, what was told stays
    public void visited(Transaction tx, List<VisitedEmail> visits, List<ClickCorrection> corrections) {
        if (visits.isEmpty() && corrections.isEmpty()) return;
        var tags = new HashMap<>(store.tagsOf(tx, corrections));
        if (!visits.isEmpty()) tags.putAll(store.happened(tx, happenings(visits)));
        List<VisitedEmail> heard = visits.stream()
                .filter(visit -> tx.isHeard(visit.team().value()))
                .toList();
        if (!heard.isEmpty()) tell(tx, heard);
        counting.visited(tx, visits, corrections, tags);
    }

    /// One for each email, in the order in which every transaction writes them.
    private static List<EmailProgress.Happening> happenings(List<VisitedEmail> visits) {
        var latest = new TreeMap<EmailId, EmailProgress.Happening>(Comparator.comparing(EmailId::value));
        for (VisitedEmail visit : visits)
            latest.merge(
                    visit.email(),
                    new EmailProgress.Happening(
                            visit.team(), visit.email(), visit.click() == null ? LastEvent.OPENED : LastEvent.CLICKED),
                    (one, other) -> one.event() == LastEvent.CLICKED ? one : other);
        return List.copyOf(latest.values());
    }

    private void tell(Transaction tx, List<VisitedEmail> visits) {
        Map<EmailId, Email> emails = store.ofVisits(tx, visits);
        var events = new ArrayList<EmailEvent>();
        for (VisitedEmail visit : visits) {
            Email email = emails.get(visit.email());
            if (email != null) events.add(event(visit, email));
        }
        tx.publish(events);
    }

    private static EmailEvent event(VisitedEmail visit, Email email) {
        var facts = email.facts(email.naming(List.of(visit.recipient())));
        return visit.click() == null
                ? new EmailOpened(facts)
                : new EmailClicked(facts, Objects.requireNonNull(visit.click()));
    }
}
