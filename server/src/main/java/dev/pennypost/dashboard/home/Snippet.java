package dev.pennypost.dashboard.home;

import java.util.List;

/// A program that sends one email.
public record Snippet(String id, String language, String code) {
    static List<Snippet> all(String url, List<String> submission, String key, String from, String to) {
        return List.of(
                new Snippet("curl", "curl", """
                        curl -X POST %s/emails \\
                          -H 'Authorization: Bearer %s' \\
                          -H 'Content-Type: application/json' \\
                          -d '{"from":"%s","to":"%s","subject":"Hello","html":"<p>It works.</p>"}'""".formatted(url, key, from, to)),
                new Snippet("node", "Node", """
                        import { Resend } from 'resend';

                        const resend = new Resend('%s', { baseUrl: '%s' });
                        const { data, error } = await resend.emails.send({
                          from: '%s',
                          to: '%s',
                          subject: 'Hello',
                          html: '<p>It works.</p>',
                        });
                        console.log(error ?? data);""".formatted(key, url, from, to)),
                new Snippet("python", "Python", """
                        import resend

                        resend.api_url = "%s"
                        resend.api_key = "%s"
                        print(resend.Emails.send({
                            "from": "%s",
                            "to": "%s",
                            "subject": "Hello",
                            "html": "<p>It works.</p>",
                        }))""".formatted(url, key, from, to)),
                new Snippet("java", "Java", """
                        var body = ""\"
                            {"from":"%s","to":"%s","subject":"Hello","html":"<p>It works.</p>"}""\";
                        var request = HttpRequest.newBuilder(URI.create("%s/emails"))
                            .header("Authorization", "Bearer %s")
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString(body)).build();
                        try (var http = HttpClient.newHttpClient()) {
                            System.out.println(http.send(request, BodyHandlers.ofString()).body());
                        }""".formatted(from, to, url, key)),
                new Snippet("smtp", "SMTP", smtp(submission, key, from, to)));
    }

    private static String smtp(List<String> submission, String key, String from, String to) {
        if (submission.isEmpty()) return "This server takes no mail over SMTP: its operator has switched that off.";
        return """
                swaks --server %s --auth PLAIN --auth-user resend --auth-password %s \\
                  --from %s --to %s --header 'Subject: Hello' --body 'It works.'""".formatted(submission.getFirst().replaceFirst("^smtps?://", ""), key, from, to);
    }
}
