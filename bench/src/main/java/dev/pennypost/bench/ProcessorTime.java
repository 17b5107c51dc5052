package dev.pennypost.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// How much processor time a server, its PostgreSQL and this process have used, as Linux counts it in `/proc`.
record ProcessorTime(long server, long postmaster) {
    /// `USER_HZ`, which is 100 on every architecture a JDK runs on.
    private static final double TICKS_A_SECOND = 100;

    private static final int UTIME = 11;

    /// @param server its process id
    /// @param data its data directory, which has the cluster
    static ProcessorTime of(long server, Path data) throws IOException {
        String postmaster =
                Files.readAllLines(data.resolve("postgres/postmaster.pid")).getFirst();
        return new ProcessorTime(server, Long.parseLong(postmaster.strip()));
    }

    Used used() throws IOException {
        double postgres = seconds(postmaster, 4);
        for (ProcessHandle backend :
                ProcessHandle.of(postmaster).orElseThrow().children().toList()) postgres += alive(backend.pid());
        return new Used(
                seconds(server, 2), postgres, seconds(ProcessHandle.current().pid(), 2));
    }

    /// A backend that has just ended is in what its parent says of its children.
    private static double alive(long backend) {
        try {
            return seconds(backend, 2);
        } catch (IOException ended) {
            return 0;
        }
    }

    /// Two of the fields: what the process used, in user and in system mode; four: also what its children did that
    /// ended.
    private static double seconds(long process, int fields) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(process), "stat"));
        // the name before may hold anything, also spaces and parentheses
        List<String> rest = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
        return rest.subList(UTIME, UTIME + fields).stream()
                        .mapToLong(Long::parseLong)
                        .sum()
                / TICKS_A_SECOND;
    }

    /// Seconds of processor time.
    record Used(double server, double postgres, double bench) {
        Used since(Used before) {
            return new Used(server - before.server, postgres - before.postgres, bench - before.bench);
        }
    }
}
