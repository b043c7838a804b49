package io.vipoperator.node.net;

import io.vipoperator.node.loop.NetworkInterface;
import java.util.List;
import java.util.Optional;

/**
 * Keeps {@link NodeNetwork} true: takes in what the kernel tells, and asks where that isn't enough or something was lost.
 * Owned by the netlink thread.
 */
final class NodeWatch implements AutoCloseable {
    /** Between two lists of all NICs: thousands of changes must not become as many lists. */
    static final long PAUSE_NANOS = 20_000_000L;

    private final NodeNetwork node = new NodeNetwork();
    private final Rtnetlink watch = Rtnetlink.forWatching();
    private final Rtnetlink dumps = Rtnetlink.forRequests();
    /** Done between the parts of a dump, each of which may have to wait for the RTNL lock. */
    private final Runnable meanwhile;

    private boolean linksTrusted = true;
    private boolean addressesTrusted = true;
    private List<NetworkInterface> told = List.of();
    private long toldAtNanos;

    NodeWatch(Runnable meanwhile) {
        this.meanwhile = meanwhile;
        node.replaceLinks(dumps.links(() -> {}));
        readStale();
    }

    NodeNetwork node() {
        return node;
    }

    /** Readable when the kernel has told something. */
    int fd() {
        return watch.fd();
    }

    /** From now on nothing that is known counts any more. */
    void distrust() {
        linksTrusted = false;
        addressesTrusted = false;
    }

    /** Takes in everything that the kernel has told; reads everything anew where something was lost. */
    void takeIn() {
        while (true) {
            try {
                takeInAddresses(dumps);
                if (linksTrusted) {
                    return;
                }
                linksTrusted = true;
                node.replaceLinks(dumps.links(meanwhile));
            } catch (NativeException e) {
                distrustAfter(e);
            }
        }
    }

    /**
     * Makes the addresses true as of this moment, and nothing else anew. Lifetimes are renewed in the middle of dumps, too:
     * an address whose removal was among the lost messages must not be taken for one that is there.
     */
    void takeInAddresses(Rtnetlink idle) {
        boolean drained = false;
        while (!drained) {
            try {
                watch.drain(node::apply);
                drained = true;
            } catch (NativeException e) {
                // What is still queued is older than what was lost: it must be out of the way before anything is read
                // anew.
                distrustAfter(e);
            }
        }
        if (!addressesTrusted) {
            node.replaceAddresses(idle.addresses(() -> {}));
            addressesTrusted = true;
        }
    }

    private void distrustAfter(NativeException failure) {
        if (!failure.is(Errno.ENOBUFS)) {
            throw failure;
        }
        distrust();
    }

    void readAddresses() {
        node.replaceAddresses(dumps.addresses(meanwhile));
    }

    private void readStale() {
        if (node.addressesStale()) {
            readAddresses();
        }
        if (node.routesStale()) {
            node.replaceDefaultRoutes(dumps.defaultRoutes(meanwhile));
        }
        node.arpIgnoreOfAll(ProcFiles.ofAllInterfaces(InterfaceConfiguration.ARP_IGNORE));
    }

    /** All NICs, if they are other than before and the pause is over. */
    Optional<List<NetworkInterface>> changes(long nowNanos) {
        if (!node.changed() || nowNanos - toldAtNanos < PAUSE_NANOS) {
            return Optional.empty();
        }
        readStale();
        toldAtNanos = nowNanos;
        var interfaces = node.interfaces();
        if (interfaces.equals(told)) {
            return Optional.empty();
        }
        told = interfaces;
        return Optional.of(interfaces);
    }

    /** When to ask for {@link #changes} again; {@link Long#MAX_VALUE} = when the kernel tells something. */
    long changesDueNanos() {
        return node.changed() ? toldAtNanos + PAUSE_NANOS : Long.MAX_VALUE;
    }

    @Override
    public void close() {
        watch.close();
        dumps.close();
    }
}
