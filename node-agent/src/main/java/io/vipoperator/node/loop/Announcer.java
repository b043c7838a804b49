package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.vrrp.State;
import io.vipoperator.node.wire.AddressProbe;
import io.vipoperator.node.wire.GratuitousArp;
import io.vipoperator.node.wire.MacAddress;
import io.vipoperator.node.wire.UnsolicitedNeighborAdvertisement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sends what neighbours are told and asked about addresses: gratuitous ARP and unsolicited Neighbor Advertisements for those of
 * Active routers, and probes. A few frames per NIC and turn, so that many addresses never delay an advertisement. The
 * loop's thread only.
 */
final class Announcer {
    /** Per NIC and turn. */
    private static final int MOST_FRAMES = 50;

    private static final long PAUSE_NANOS = 1_000_000L;

    private enum Kind {
        ANNOUNCEMENT,
        PROBE_BEFORE_CLAIM,
        PROBE_WHILE_HELD
    }

    /** A frame that waits; an address is built into bytes only when its turn comes. */
    private record Waiting(Router router, IpAddress address, Kind kind) {}

    /** What waits on one NIC; a router's second request while the first waits adds nothing. */
    private static final class Queue {
        final Deque<Waiting> waiting = new ArrayDeque<>();
        final Set<Waiting> members = new HashSet<>();
    }

    private final Links links;
    private final Wire wire;
    private final LoopCounters counters;
    private final Map<Integer, Queue> queues = new HashMap<>();
    private long nextAtNanos;

    Announcer(Links links, Wire wire, LoopCounters counters) {
        this.links = links;
        this.wire = wire;
        this.counters = counters;
    }

    /** Announces all addresses of the router, as soon as the pace lets it. */
    void announce(Router router) {
        enqueueAll(router, Kind.ANNOUNCEMENT);
    }

    /** Announces one address of the router once. */
    void announce(Router router, IpAddress address) {
        enqueue(router, address, Kind.ANNOUNCEMENT);
    }

    /** Asks who has the addresses of a router that waits as a Backup and has never had them. */
    void probeBeforeClaim(Router router) {
        enqueueAll(router, Kind.PROBE_BEFORE_CLAIM);
    }

    /** Asks who else has an address that the router holds. */
    void probeWhileHeld(Router router, IpAddress address) {
        enqueue(router, address, Kind.PROBE_WHILE_HELD);
    }

    private void enqueueAll(Router router, Kind kind) {
        for (AddressWithPrefix address : router.setup.install().addresses()) {
            enqueue(router, address.address(), kind);
        }
    }

    private void enqueue(Router router, IpAddress address, Kind kind) {
        if (SendingLink.of(router, links).isEmpty()) {
            return;
        }
        Queue queue = queues.computeIfAbsent(router.interfaceIndex, index -> new Queue());
        Waiting waiting = new Waiting(router, address, kind);
        if (queue.members.add(waiting)) {
            queue.waiting.add(waiting);
        }
    }

    /** When the next frames are due; {@link Long#MAX_VALUE} = none waits. */
    long deadlineNanos() {
        return queues.isEmpty() ? Long.MAX_VALUE : nextAtNanos;
    }

    /** Sends what is due. */
    void send(long nowNanos) {
        if (queues.isEmpty() || nowNanos < nextAtNanos) {
            return;
        }
        int frames = 0;
        for (Iterator<Map.Entry<Integer, Queue>> i = queues.entrySet().iterator(); i.hasNext(); ) {
            Map.Entry<Integer, Queue> entry = i.next();
            frames += sendSome(entry.getKey(), entry.getValue());
            if (entry.getValue().waiting.isEmpty()) {
                i.remove();
            }
        }
        // What was dropped because it isn't due any more delays nothing.
        if (frames > 0) {
            nextAtNanos = nowNanos + PAUSE_NANOS;
        }
    }

    private int sendSome(int interfaceIndex, Queue queue) {
        int frames = 0;
        while (frames < MOST_FRAMES && !queue.waiting.isEmpty()) {
            Waiting waiting = queue.waiting.remove();
            queue.members.remove(waiting);
            Optional<SendingLink> link = SendingLink.of(waiting.router(), links);
            // Meanwhile the addresses or the NIC may be gone: what isn't held is never announced.
            if (link.isPresent() && waiting.router().interfaceIndex == interfaceIndex && isStillDue(waiting)) {
                frames += send(link.get(), waiting);
            }
        }
        return frames;
    }

    private static boolean isStillDue(Waiting waiting) {
        Router router = waiting.router();
        boolean due = switch (waiting.kind()) {
            // Not while it hands over: the neighbours are the successor's then.
            case ANNOUNCEMENT, PROBE_WHILE_HELD -> router.state instanceof State.Active && router.addressesHeld;
            case PROBE_BEFORE_CLAIM -> router.state instanceof State.Backup;
        };
        return due
                && router.setup.install().addresses().stream()
                        .anyMatch(address -> address.address().equals(waiting.address()));
    }

    private int send(SendingLink link, Waiting waiting) {
        List<byte[]> frames = switch (waiting.kind()) {
            case ANNOUNCEMENT -> announcements(link.mac(), waiting.router(), waiting.address());
            case PROBE_BEFORE_CLAIM -> List.of(AddressProbe.unclaimed(link.mac(), waiting.address()));
            case PROBE_WHILE_HELD ->
                List.of(AddressProbe.held(link.mac(), waiting.router().primaryAddress, waiting.address()));
        };
        for (byte[] frame : frames) {
            try {
                wire.sendFrame(link.interfaceIndex(), frame);
                if (waiting.kind() == Kind.ANNOUNCEMENT) {
                    counters.countAnnouncementSent();
                    waiting.router().tally.countAnnouncementSent();
                }
            } catch (SendFailedException e) {
                counters.countSendFailure();
            }
        }
        return frames.size();
    }

    private List<byte[]> announcements(MacAddress mac, Router router, IpAddress address) {
        if (address.family() == Family.IPV6) {
            Links.Link link = links.link(router.interfaceIndex);
            boolean forwards = link != null && link.nic.forwardsIpv6();
            return List.of(UnsolicitedNeighborAdvertisement.of(mac, address, forwards));
        }
        return switch (router.setup.announcementForm()) {
            case REQUEST -> List.of(GratuitousArp.request(mac, address));
            case REPLY -> List.of(GratuitousArp.reply(mac, address));
            case BOTH -> List.of(GratuitousArp.request(mac, address), GratuitousArp.reply(mac, address));
        };
    }
}
