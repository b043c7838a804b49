package io.vipoperator.node.health.probe;

import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/** Finds hosts as all probes of the network do, for probes that do not live on their loop's thread. Of any thread. */
final class HostAddresses {
    private final ProbeLoop loop;

    HostAddresses(ProbeLoop loop) {
        this.loop = loop;
    }

    /** Its address; fails where there is none. */
    CompletableFuture<InetAddress> of(String host) {
        var found = new CompletableFuture<InetAddress>();
        try {
            loop.events()
                    .execute(() -> loop.names().find(host).addListener((Future<InetAddress> lookup) -> {
                        if (lookup.isSuccess()) {
                            found.complete(lookup.getNow());
                        } else {
                            found.completeExceptionally(new UnknownHost(Reasons.ofName(host, lookup.cause())));
                        }
                    }));
        } catch (RejectedExecutionException e) {
            found.completeExceptionally(new UnknownHost("the agent stops"));
        }
        return found;
    }

    /** Why there is no address. */
    static final class UnknownHost extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnknownHost(String message) {
            super(message);
        }
    }
}
