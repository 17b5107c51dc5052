package dev.pennypost.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Finds the addresses of a host name.
@FunctionalInterface
public interface HostLookup {
    /// The addresses, best first, never empty.
    ///
    /// @throws UnknownHostException when there are none, or none were found within `patience`
    List<InetAddress> addresses(String host, Duration patience) throws UnknownHostException;

    /// The operating system's lookup, hosts file included. It blocks in native code, which would hold a carrier of the
    /// virtual threads for as long as somebody's name server is silent, so it runs on platform threads of its own.
    static HostLookup system() {
        ExecutorService threads = Executors.newCachedThreadPool(
                Thread.ofPlatform().name("lookup-", 0).daemon().factory());
        return (host, patience) -> {
            var lookup = threads.submit(() -> List.of(InetAddress.getAllByName(host)));
            try {
                return lookup.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException silent) {
                lookup.cancel(true);
                throw new UnknownHostException(host + ": no answer from DNS in time");
            } catch (ExecutionException failed) {
                throw new UnknownHostException(host + ": unknown host");
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                throw new UnknownHostException(host + ": the lookup was interrupted");
            }
        };
    }
}
