package dev.pennypost.dashboard.webhooks;

import java.util.List;

/// A program that holds a delivery against its signature. The secret comes from its surroundings, never from
/// the source.
record Verification(String id, String language, String code) {
    static final List<Verification> ALL = List.of(
            new Verification("node", "Node", """
                    import { Webhook } from 'svix';

                    // the body exactly as it came: JSON that was read and written again has another signature
                    const event = new Webhook(process.env.WEBHOOK_SECRET).verify(body, {
                      'svix-id': request.headers['svix-id'],
                      'svix-timestamp': request.headers['svix-timestamp'],
                      'svix-signature': request.headers['svix-signature'],
                    });"""),
            new Verification("python", "Python", """
                    import os
                    from svix.webhooks import Webhook

                    # the body exactly as it came, in bytes
                    event = Webhook(os.environ["WEBHOOK_SECRET"]).verify(body, request.headers)"""),
            new Verification("java", "Java", """
                    import com.svix.Webhook;

                    // throws WebhookVerificationException for what is not ours
                    new Webhook(System.getenv("WEBHOOK_SECRET")).verify(body, request.headers());"""),
            new Verification("shell", "By hand", """
                    # base64(HMAC-SHA256(secret, "id.timestamp.body")), one of the values of svix-signature after "v1,"
                    key=$(printf %s "${WEBHOOK_SECRET#whsec_}" | base64 -d | xxd -p -c 64)
                    printf %s "$SVIX_ID.$SVIX_TIMESTAMP.$BODY" |
                      openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | base64"""));
}
