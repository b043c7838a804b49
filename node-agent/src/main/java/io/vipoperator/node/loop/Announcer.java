package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.wire.GratuitousArp;
import io.vipoperator.node.wire.MacAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sends gratuitous ARP for the addresses of Active routers, a few frames per NIC and turn, so that many addresses never
 * delay an advertisement. The loop's thread only.
 */
final class Announcer {
    /** Per NIC and turn. */
    private static final int MOST_FRAMES = 50;

    private static final long PAUSE_NANOS = 1_000_000L;

    /** A frame that waits; an address is built into bytes only when its turn comes. */
    private record Waiting(Router router, IpAddress address) {}

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

    /** Announces all IPv4 addresses of the router, as soon as the pace lets it. */
    void announce(Router router) {
        Links.Link link = links.link(router.interfaceIndex);
        if (link == null || link.nic.noArp() || link.nic.mac().isEmpty()) {
            return;
        }
        Queue queue = queues.computeIfAbsent(router.interfaceIndex, index -> new Queue());
        for (AddressWithPrefix address : router.setup.install().addresses()) {
            if (address.address().family() == Family.IPV4) {
                Waiting waiting = new Waiting(router, address.address());
                if (queue.members.add(waiting)) {
                    queue.waiting.add(waiting);
                }
            }
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
        for (Iterator<Map.Entry<Integer, Queue>> i = queues.entrySet().iterator(); i.hasNext(); ) {
            Map.Entry<Integer, Queue> entry = i.next();
            sendSome(entry.getKey(), entry.getValue());
            if (entry.getValue().waiting.isEmpty()) {
                i.remove();
            }
        }
        nextAtNanos = nowNanos + PAUSE_NANOS;
    }

    private void sendSome(int interfaceIndex, Queue queue) {
        int frames = 0;
        Links.Link link = links.link(interfaceIndex);
        while (frames < MOST_FRAMES && !queue.waiting.isEmpty()) {
            Waiting waiting = queue.waiting.remove();
            queue.members.remove(waiting);
            // Meanwhile the addresses or the NIC may be gone: what isn't held is never announced.
            if (link != null && mayAnnounce(waiting, link)) {
                frames += send(link.nic, waiting);
            }
        }
    }

    private static boolean mayAnnounce(Waiting waiting, Links.Link link) {
        Router router = waiting.router();
        return link.nic.mac().isPresent()
                && router.isActive()
                && router.addressesHeld
                && router.interfaceIndex == link.nic.index()
                && router.setup.install().addresses().stream()
                        .anyMatch(address -> address.address().equals(waiting.address()));
    }

    private int send(NetworkInterface nic, Waiting waiting) {
        MacAddress mac = nic.mac().orElseThrow();
        List<byte[]> frames = switch (waiting.router().setup.announcementForm()) {
            case REQUEST -> List.of(GratuitousArp.request(mac, waiting.address()));
            case REPLY -> List.of(GratuitousArp.reply(mac, waiting.address()));
            case BOTH ->
                List.of(GratuitousArp.request(mac, waiting.address()), GratuitousArp.reply(mac, waiting.address()));
        };
        for (byte[] frame : frames) {
            try {
                wire.sendFrame(nic.index(), frame);
                counters.countAnnouncementSent();
                waiting.router().tally.countAnnouncementSent();
            } catch (SendFailedException e) {
                counters.countSendFailure();
            }
        }
        return frames.size();
    }
}
