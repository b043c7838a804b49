package io.vipoperator.node.health.probe;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;

/** Looks up names as the node does, on threads that may wait. Of any thread. */
final class HostAddresses {
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

    private final Executor lookups;

    /** On threads of that pool. */
    HostAddresses(Executor lookups) {
        this.lookups = lookups;
    }

    /** Fails with an {@link UnknownHostException}. */
    CompletableFuture<InetAddress> of(String host) {
        var found = new CompletableFuture<InetAddress>();
        if (IPV4.matcher(host).matches() || host.indexOf(':') >= 0) {
            resolve(host, found);
        } else {
            lookups.execute(() -> resolve(host, found));
        }
        return found;
    }

    private static void resolve(String host, CompletableFuture<InetAddress> found) {
        try {
            found.complete(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            found.completeExceptionally(e);
        }
    }
}
