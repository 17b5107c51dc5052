package dev.pennypost.emails.files;

import java.net.URLConnection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the ending of a file's name says about it.
public final class FileTypes {
    /// A file of which nothing is known (RFC 2046 §4.5.1).
    public static final String UNKNOWN = "application/octet-stream";

    /// Kinds that programs run or that change settings when opened; receivers refuse them, and so do we (contract
    /// §29.3).
    private static final Set<String> BLOCKED = Set.of("""
            adp app asp bas bat cer chm cmd com cpl crt csh der exe fxp gadget hlp hta inf ins isp its js jse ksh lib
            lnk mad maf mag mam maq mar mas mat mau mav maw mda mdb mde mdt mdw mdz msc msh msh1 msh2 mshxml msh1xml
            msh2xml msi msp mst ops pcd pif plg prf prg reg scf scr sct shb shs sys ps1 ps1xml ps2 ps2xml psc1 psc2 tmp
            url vb vbe vbs vps vsmacros vss vst vsw vxd ws wsc wsf wsh xnk""".split("\\s+", -1));

    private FileTypes() {}

    /// The media type that files of such a name have.
    public static String of(@Nullable String filename) {
        String guessed = filename == null ? null : URLConnection.guessContentTypeFromName(filename);
        return guessed == null ? UNKNOWN : guessed;
    }

    /// The ending of the name, with its dot, when files of that kind are not sent.
    public static Optional<String> blockedEnding(@Nullable String filename) {
        if (filename == null) return Optional.empty();
        // Windows drops what stands behind a name
        String name = filename.replaceAll("[. ]+$", "");
        int dot = name.lastIndexOf('.');
        if (dot < 0) return Optional.empty();
        String ending = name.substring(dot + 1).toLowerCase(Locale.ROOT);
        return BLOCKED.contains(ending) ? Optional.of("." + ending) : Optional.empty();
    }
}
