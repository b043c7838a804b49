package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.Event;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.wire.Decoded;
import io.vipoperator.node.wire.Rejection;
import io.vipoperator.node.wire.VrrpCodec;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The receive ladder: from bytes to the router that they are for, or to the counter that says why not. The loop's thread only. */
final class Reception {
    private final Links links;
    private final Stepper stepper;
    private final DeadlineHeap deadlines;
    private final ForeignRouters foreignRouters;
    private final LoopCounters counters;
    private final LongSupplier epochNanos;
    private boolean foreignRouterToReport;

    /** The last tells nanoseconds since 1970, which only signatures need: it may be set at any time. */
    Reception(
            Links links,
            Stepper stepper,
            DeadlineHeap deadlines,
            ForeignRouters foreignRouters,
            LoopCounters counters,
            LongSupplier epochNanos) {
        this.links = links;
        this.stepper = stepper;
        this.deadlines = deadlines;
        this.foreignRouters = foreignRouters;
        this.counters = counters;
        this.epochNanos = epochNanos;
    }

    /** Reads the clock after the packet: the reading may take long. */
    void ipv4(int interfaceIndex, byte[] buffer, int length, NanoClock clock) {
        decoded(interfaceIndex, VrrpCodec.decode(buffer, length), clock);
    }

    /** The same for IPv6, where the raw socket tells what stood in the IP header. */
    void ipv6(
            int interfaceIndex,
            IpAddress source,
            IpAddress destination,
            int hopLimit,
            byte[] buffer,
            int length,
            NanoClock clock) {
        decoded(interfaceIndex, VrrpCodec.decode(source, destination, hopLimit, buffer, length), clock);
    }

    /** Whether a foreign router was heard that no report has told yet. */
    boolean takeForeignRouterToReport() {
        boolean toReport = foreignRouterToReport;
        foreignRouterToReport = false;
        return toReport;
    }

    private void decoded(int interfaceIndex, Decoded decoded, NanoClock clock) {
        Links.Link link = links.link(interfaceIndex);
        if (link == null) {
            // The NIC is gone; a packet of it was still queued.
            return;
        }
        switch (decoded) {
            case Decoded.Rejected(var reason) -> counters.countRejection(reason);
            case Decoded.Accepted packet -> sound(link, packet, clock.nanoTime());
        }
    }

    private void sound(Links.Link link, Decoded.Accepted packet, long nowNanos) {
        int virtualRouterID = packet.advertisement().virtualRouterID();
        Router router = link.router(packet.source().family(), virtualRouterID);
        if (router == null) {
            foreign(link, packet, nowNanos);
            return;
        }
        RouterPolicy policy = router.incoming.policy(router.setup);
        Optional<Rejection> rejection = Ladder.judge(
                policy,
                packet,
                link.owns(packet.source()) || packet.source().equals(router.config.primaryAddress()),
                links.owner(packet.destination(), link.nic.index()).isPresent()
                        || packet.destination().equals(router.config.primaryAddress()),
                router.incoming.marks,
                epochNanos.getAsLong());
        if (rejection.isPresent()) {
            refuse(router, policy, packet, rejection.get(), nowNanos);
        } else {
            heed(router, policy, packet, nowNanos);
        }
    }

    /** Somebody else's virtual router, if it is in this segment. */
    private void foreign(Links.Link link, Decoded.Accepted packet, long nowNanos) {
        counters.countRejection(Rejection.FOREIGN_VIRTUAL_ROUTER_ID);
        if (Ladder.isToGroup(packet) && packet.ttl() == Ladder.TTL_OF_THE_LINK) {
            foreignRouterToReport |= foreignRouters.heard(
                    link.nic.name(),
                    packet.source().family(),
                    packet.advertisement().virtualRouterID(),
                    packet.source(),
                    nowNanos);
        }
    }

    private void refuse(
            Router router, RouterPolicy policy, Decoded.Accepted packet, Rejection rejection, long nowNanos) {
        counters.countRejection(rejection);
        Optional<IncidentReason> reason = Wording.reason(rejection, policy, packet);
        if (reason.isPresent() && isDue(router, reason.get(), packet, nowNanos)) {
            router.incident(
                    reason.get().name(), Wording.refused(rejection, policy, packet, epochNanos.getAsLong()), nowNanos);
        }
    }

    private void heed(Router router, RouterPolicy policy, Decoded.Accepted packet, long nowNanos) {
        router.incoming.heeded(policy, packet);
        counters.countAdvertisementReceived(packet.advertisement().priority());
        router.tally.countAdvertisementReceived(packet.advertisement().priority());
        for (Difference difference : Ladder.differences(policy, packet)) {
            counters.countDifference(difference);
            // The state machine tells of the other two.
            if (difference == Difference.CHECKSUM_FORM
                    && isDue(router, IncidentReason.ChecksumFormDiffers, packet, nowNanos)) {
                router.incident(
                        IncidentReason.ChecksumFormDiffers.name(), Wording.otherChecksum(policy, packet), nowNanos);
            }
        }
        stepper.step(router, new Event.Heard(packet.advertisement(), packet.source()), nowNanos);
        deadlines.update(router);
    }

    private static boolean isDue(Router router, IncidentReason reason, Decoded.Accepted packet, long nowNanos) {
        return router.incoming.complaints.isDue(reason, packet.source(), router.sinceNanos, nowNanos);
    }
}
