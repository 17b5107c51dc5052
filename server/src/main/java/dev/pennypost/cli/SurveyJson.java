package dev.pennypost.cli;

import dev.pennypost.domains.diagnosis.DomainSurvey;
import dev.pennypost.domains.diagnosis.Finding;
import dev.pennypost.json.Json;
import dev.pennypost.mail.dns.DomainName;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A survey for programs.
record SurveyJson(
        String domain,
        String verdict,
        @Nullable String zone,
        List<String> nameServers,
        @Nullable String provider,
        List<TopicJson> topics) {

    record TopicJson(String topic, List<String> facts, List<FindingJson> findings) {
        static TopicJson of(DomainSurvey.Topic topic) {
            return new TopicJson(
                    spelled(topic.area()),
                    topic.facts(),
                    topic.findings().stream().map(FindingJson::of).toList());
        }
    }

    record FindingJson(
            String code,
            String severity,
            String message,
            String fix,
            @Nullable String expected,
            @Nullable String observed,
            Map<String, String> parameters) {
        static FindingJson of(Finding finding) {
            return new FindingJson(
                    finding.code().name(),
                    spelled(finding.severity()),
                    finding.message(),
                    finding.fix(),
                    finding.expected(),
                    finding.observed(),
                    finding.parameters());
        }
    }

    static String of(DomainSurvey survey) {
        return Json.write(new SurveyJson(
                survey.domain().ascii(),
                spelled(survey.verdict()),
                survey.zone() == null ? null : survey.zone().ascii(),
                survey.nameServers().stream().map(DomainName::ascii).toList(),
                survey.provider(),
                survey.topics().stream().map(TopicJson::of).toList()));
    }

    private static String spelled(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
