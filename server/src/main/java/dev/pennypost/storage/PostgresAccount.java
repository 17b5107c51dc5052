package dev.pennypost.storage;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who the server runs as. PostgreSQL refuses to run as root, so root has to become somebody else first.
sealed interface PostgresAccount {
    /// The words that go before a command to run it as this account.
    List<String> prefix();

    /// Hands a folder and everything in it to this account.
    void own(Path folder) throws IOException;

    /// Makes sure that this account can reach the data directory, or says why it cannot.
    default void prepare(Path data) throws IOException {
        if (!canEnter(data))
            throw new PostgresDidNotStart("PostgreSQL would run as " + this + ", who cannot enter " + data
                    + "; choose another data directory");
    }

    default boolean canEnter(Path folder) {
        return succeeds("test", "-x", folder.toString());
    }

    private boolean succeeds(String... command) {
        List<String> words = new ArrayList<>(prefix());
        words.addAll(List.of(command));
        return PostgresTools.succeeds(words);
    }

    /// An ordinary user stays who they are. Root becomes whoever owns the directory; where that is root as well, a
    /// user namespace if the kernel permits one, for then all files stay root's, and `nobody` if it does not.
    static PostgresAccount forDataIn(Path data) throws IOException {
        if (!weAreRoot()) return new Ourselves();
        Path cluster = data.resolve(PostgresCluster.FOLDER);
        Path owned = Files.exists(cluster) ? cluster : data;
        int owner = id(owned, "unix:uid");
        if (owner != 0) return new Other(owner, id(owned, "unix:gid"));
        PostgresAccount disguised = new Disguised();
        return disguised.succeeds("sh", "-c", "test \"$(id -u)\" != 0 && test -w \"$0\"", data.toString())
                ? disguised
                : Other.nobody();
    }

    private static boolean weAreRoot() throws IOException {
        Path self = Path.of("/proc/self");
        return Files.exists(self) && id(self, "unix:uid") == 0;
    }

    private static int id(Path file, String attribute) throws IOException {
        return (int) Files.getAttribute(file, attribute);
    }

    record Ourselves() implements PostgresAccount {
        @Override
        public List<String> prefix() {
            return List.of();
        }

        @Override
        public void own(Path folder) {}

        @Override
        public boolean canEnter(Path folder) {
            return Files.isExecutable(folder);
        }
    }

    /// Root in a user namespace that maps nobody: the server sees itself as `nobody`, while the kernel goes on
    /// treating its files as root's.
    record Disguised() implements PostgresAccount {
        @Override
        public List<String> prefix() {
            return List.of("unshare", "--user");
        }

        @Override
        public void own(Path folder) {}
    }

    record Other(int uid, int gid) implements PostgresAccount {
        private static final int NOBODY = 65534;

        static Other nobody() {
            return new Other(NOBODY, NOBODY);
        }

        @Override
        public List<String> prefix() {
            return List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups");
        }

        @Override
        public void prepare(Path data) throws IOException {
            var permissions = Files.getPosixFilePermissions(data);
            if (id(data, "unix:uid") != uid && permissions.add(PosixFilePermission.OTHERS_EXECUTE))
                Files.setPosixFilePermissions(data, permissions);
            PostgresAccount.super.prepare(data);
        }

        @Override
        public void own(Path folder) throws IOException {
            if (id(folder, "unix:uid") == uid) return;
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    return take(file);
                }

                // The folder itself comes last: an interrupted walk is then seen as unfinished and done again.
                @Override
                public FileVisitResult postVisitDirectory(Path inner, @Nullable IOException failure)
                        throws IOException {
                    if (failure != null) throw failure;
                    return take(inner);
                }
            });
        }

        private FileVisitResult take(Path file) throws IOException {
            Files.setAttribute(file, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(file, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public String toString() {
            return "user " + uid;
        }
    }
}
