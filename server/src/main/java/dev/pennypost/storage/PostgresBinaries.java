package dev.pennypost.storage;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// The programs of one PostgreSQL release, unpacked from the archive on our class path.
record PostgresBinaries(Path home) {
    private static final Pattern JAR_VERSION = Pattern.compile("-(\\d+(?:\\.\\d+)+)\\.jar!");
    private static final Pattern UNPACKING = Pattern.compile("\\.unpacking-(\\d+)-.*");

    Path program(String name) {
        return home.resolve("bin", name);
    }

    /// Unpacks into `cache` what is not there yet, or into the data directory where the cache cannot be written or
    /// `account` cannot reach it. Processes may do this at the same time: the first to finish wins, the others use
    /// its copy.
    static PostgresBinaries unpacked(Path cache, Path data, PostgresAccount account) throws IOException {
        var unusable =
                new PostgresDidNotStart("PostgreSQL can be unpacked neither into " + cache + " nor into " + data);
        for (Path folder : List.of(cache, data.resolve("binaries"))) {
            try {
                // A user without a home has a relative one, and would litter the folder we were started in.
                if (!folder.isAbsolute()) continue;
                Files.createDirectories(folder);
                if (account.canEnter(folder)) return unpackedIn(folder);
            } catch (FileSystemException notWritable) {
                unusable.addSuppressed(notWritable);
            }
        }
        throw unusable;
    }

    private static PostgresBinaries unpackedIn(Path cache) throws IOException {
        String platform = platform();
        URL archive = PostgresBinaries.class.getResource("/postgres-" + platform + ".txz");
        if (archive == null)
            throw new PostgresDidNotStart("There is no embedded PostgreSQL for " + platform
                    + " on the class path; give the URL of a database instead");
        Path home = cache.resolve("postgres-" + version(archive) + "-" + platform);
        if (!Files.isDirectory(home)) unpack(archive, home);
        return new PostgresBinaries(home);
    }

    /// Spelled as the archives spell it, such as `linux-x86_64` and `darwin-arm_64`.
    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return (system.startsWith("mac") ? "darwin" : system)
                + "-"
                + switch (machine) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64", "arm64" -> "arm_64";
                    default -> machine;
                };
    }

    // The archive does not name its version, only its jar does; repackaged, its length tells releases apart.
    private static String version(URL archive) throws IOException {
        Matcher jar = JAR_VERSION.matcher(archive.toString());
        return jar.find() ? jar.group(1) : "x" + archive.openConnection().getContentLengthLong();
    }

    private static void unpack(URL archive, Path home) throws IOException {
        Path cache = home.resolveSibling("");
        deleteAbandoned(cache);
        Path unfinished = Files.createTempDirectory(
                cache, ".unpacking-" + ProcessHandle.current().pid() + "-");
        try {
            unpackInto(unfinished, archive);
            Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException failure) {
            if (!Files.isDirectory(home)) throw failure;
        } finally {
            PostgresFiles.deleteTree(unfinished);
        }
    }

    private static void deleteAbandoned(Path cache) throws IOException {
        List<Path> folders;
        try (Stream<Path> all = Files.list(cache)) {
            folders = all.toList();
        }
        for (Path folder : folders) {
            Matcher name = UNPACKING.matcher(folder.getFileName().toString());
            if (name.matches()
                    && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) PostgresFiles.deleteTree(folder);
        }
    }

    private static void unpackInto(Path folder, URL archive) throws IOException {
        try (InputStream bytes = new BufferedInputStream(archive.openStream(), 1 << 16);
                var tar = new TarArchiveInputStream(new XZInputStream(bytes))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(tar, entry, folder);
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder) throws IOException {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) throw new IOException("The archive reaches outside itself: " + entry.getName());
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.resolveSibling(""));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Files.createLink(target, folder.resolve(entry.getLinkName()));
        } else {
            Files.copy(tar, target);
            Files.setPosixFilePermissions(target, permissions(entry.getMode()));
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        var letters = new StringBuilder("rwxrwxrwx");
        for (int bit = 0; bit < 9; bit++) {
            if ((mode >> (8 - bit) & 1) == 0) letters.setCharAt(bit, '-');
        }
        return PosixFilePermissions.fromString(letters.toString());
    }
}
