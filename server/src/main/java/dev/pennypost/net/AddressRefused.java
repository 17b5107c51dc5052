package dev.pennypost.net;

import java.io.IOException;

/// A host whose addresses may not be dialled.
public final class AddressRefused extends IOException {
    AddressRefused(String host) {
        super(host + ": no public address");
    }
}
