package dev.pennypost.delivery;

/// The letters of one email. Recipients who get the same one can be sent to in one transaction.
@FunctionalInterface
public interface LetterPerRecipient {
    /// The letter to a recipient.
    ///
    /// @param position as in [DeliveryId#position]
    Letter to(int position);

    /// One letter for everybody.
    static LetterPerRecipient same(Letter letter) {
        return _ -> letter;
    }
}
