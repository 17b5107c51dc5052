package dev.pennypost.delivery;

import java.util.UUID;

/// Identifies one recipient's place in the queue: the email, and the recipient's position among its recipients.
public record DeliveryId(UUID emailId, int position) {
    @Override
    public String toString() {
        return emailId + "/" + position;
    }
}
