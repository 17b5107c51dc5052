package dev.pennypost.domains.diagnosis;

import dev.pennypost.domains.diagnosis.DomainSurvey.Area;
import dev.pennypost.domains.diagnosis.DomainSurvey.Topic;
import dev.pennypost.domains.diagnosis.Examiner.Subject;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.Resolver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/// Surveys domains of which nothing is known but their name: no plan, no keys, no database.
///
/// @param examiner tells about zone and delegation, and about records that are expected
/// @param resolver tells about everything else
/// @param registrable the name a registrar would have sold, by the public suffix list
public record Surveyor(Examiner examiner, Resolver resolver, Function<DomainName, Optional<DomainName>> registrable) {
    /// What is asked for besides the domain.
    ///
    /// @param selectors where DKIM keys are looked for, before those that are in common use
    /// @param returnPath the label of the return path below the domain
    /// @param expected records that the operator's configuration wants there
    public record Question(DomainName domain, List<String> selectors, String returnPath, List<PlannedRecord> expected) {
        public Question {
            selectors = List.copyOf(selectors);
            expected = List.copyOf(expected);
        }
    }

    /// Asks everything at once. Blocks for the answers; never throws for what the network did.
    public DomainSurvey survey(Question question) {
        var zone =
                Parallel.start(() -> examiner.examine(new Subject(question.domain(), question.expected(), Set.of())));
        var mail = new MailSurvey(question.domain(), resolver, registrable);
        List<Supplier<Topic>> parts = List.of(
                mail::receiving,
                () -> mail.spf(question.domain(), Area.SPF),
                () -> mail.returnPath(question.domain().child(question.returnPath())),
                () -> new KeySurvey(question.domain(), resolver).topic(question.selectors()),
                mail::dmarc,
                mail::mtaSts,
                mail::tlsRpt,
                mail::bimi);
        var topics = new ArrayList<>(Parallel.map(parts, Supplier::get));
        Examination seen = zone.join();
        if (!question.expected().isEmpty()) expect(topics, seen);
        topics.addFirst(zone(seen));
        return new DomainSurvey(question.domain(), seen.zone(), seen.nameServers(), seen.provider(), topics);
    }

    private static Topic zone(Examination seen) {
        var facts = new ArrayList<String>();
        if (seen.zone() != null) facts.add("The zone is `" + seen.zone() + "`.");
        if (!seen.nameServers().isEmpty()) {
            var names = seen.nameServers().stream().map(DomainName::ascii).toList();
            String at = seen.provider() == null ? "" : " (" + seen.provider() + ")";
            facts.add("Its name servers are " + String.join(", ", names) + at + ".");
        }
        return new Topic(Area.ZONE, facts, seen.findings());
    }

    /// What the operator's configuration wants takes the place of what merely is.
    private static void expect(List<Topic> topics, Examination seen) {
        var facts = new ArrayList<String>();
        var findings = new ArrayList<Finding>();
        for (RecordReport report : seen.records()) {
            findings.addAll(report.findings());
            if (report.state() == RecordState.RIGHT)
                facts.add("The " + report.planned().type() + " record at `"
                        + report.planned().name() + "` is as this server needs it.");
        }
        topics.replaceAll(
                topic -> topic.area() == Area.RETURN_PATH ? new Topic(Area.RETURN_PATH, facts, findings) : topic);
    }
}
