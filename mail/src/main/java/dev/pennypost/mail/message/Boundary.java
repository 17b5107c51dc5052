package dev.pennypost.mail.message;

import java.util.HexFormat;

/// The delimiters of one message's multiparts (RFC 2046 §5.1.1), derived from its id so that composing is repeatable.
///
/// @param stem has `=_`, which neither quoted-printable nor base64 can produce; parts that travel as they are were
/// searched for it
record Boundary(String stem) {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    static Boundary of(String messageId, Part tree) {
        long hash = hash(FNV_OFFSET, messageId);
        Boundary boundary = named(hash);
        while (boundary.occursIn(tree)) {
            hash = hash(hash, messageId);
            boundary = named(hash);
        }
        return boundary;
    }

    /// The delimiter of the multipart at this depth; the root is at 0.
    String at(int depth) {
        return stem + '_' + depth;
    }

    private static Boundary named(long hash) {
        return new Boundary("=_" + HexFormat.of().toHexDigits(hash));
    }

    private static long hash(long seed, String text) {
        long hash = seed;
        for (int i = 0; i < text.length(); i++) hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        return hash ^ (hash >>> 32);
    }

    private boolean occursIn(Part part) {
        return switch (part) {
            case Part.Text text -> text.encoding() == TransferEncoding.SEVEN_BIT && occursIn(text.utf8());
            case Part.File file ->
                file.encoding() == TransferEncoding.SEVEN_BIT
                        && occursIn(file.attachment().content());
            case Part.Multipart multipart -> multipart.parts().stream().anyMatch(this::occursIn);
        };
    }

    private boolean occursIn(byte[] content) {
        for (int i = 0; i + stem.length() <= content.length; i++) {
            if (content[i] == '=' && content[i + 1] == '_' && matches(content, i)) return true;
        }
        return false;
    }

    private boolean matches(byte[] content, int at) {
        for (int i = 0; i < stem.length(); i++) {
            if (content[at + i] != stem.charAt(i)) return false;
        }
        return true;
    }
}
