package dev.pennypost.delivery;

import org.jspecify.annotations.Nullable;

/// What operators keep from being attempted for now.
public interface Holds {
    /// Nothing is kept.
    Holds NONE = new Holds() {
        @Override
        public boolean isEmpty() {
            return true;
        }

        @Override
        public boolean matches(Delivery delivery, @Nullable String site) {
            return false;
        }
    };

    /// Whether nothing at all is kept; costs next to nothing.
    boolean isEmpty();

    /// @param site the name its site is counted under; null when that is not known
    boolean matches(Delivery delivery, @Nullable String site);
}
