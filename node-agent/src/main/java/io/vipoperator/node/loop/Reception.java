package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.Advertisement;
import io.vipoperator.node.vrrp.Event;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.wire.Decoded;
import io.vipoperator.node.wire.Rejection;
import io.vipoperator.node.wire.VrrpCodec;

/** The receive ladder: from bytes to the router that they are for, or to the counter that says why not. The loop's thread only. */
final class Reception {
    private final Links links;
    private final Stepper stepper;
    private final DeadlineHeap deadlines;
    private final ForeignRouters foreignRouters;
    private final LoopCounters counters;
    private boolean foreignRouterToReport;

    Reception(
            Links links,
            Stepper stepper,
            DeadlineHeap deadlines,
            ForeignRouters foreignRouters,
            LoopCounters counters) {
        this.links = links;
        this.stepper = stepper;
        this.deadlines = deadlines;
        this.foreignRouters = foreignRouters;
        this.counters = counters;
    }

    /** Reads the clock after the packet: the reading may take long. */
    void ipv4(int interfaceIndex, byte[] buffer, int length, NanoClock clock) {
        Links.Link link = links.link(interfaceIndex);
        if (link == null) {
            // The NIC is gone; a packet of it was still queued.
            return;
        }
        switch (VrrpCodec.decode(buffer, length)) {
            case Decoded.Rejected(var reason) -> counters.countRejection(reason);
            case Decoded.Accepted accepted ->
                heard(link, accepted.advertisement(), accepted.source(), clock.nanoTime());
        }
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
        counters.countRejection(Rejection.PROTOCOL);
    }

    /** Whether a foreign router was heard that no report has told yet. */
    boolean takeForeignRouterToReport() {
        boolean toReport = foreignRouterToReport;
        foreignRouterToReport = false;
        return toReport;
    }

    private void heard(Links.Link link, Advertisement advertisement, IpAddress source, long nowNanos) {
        Router router = link.router(source.family(), advertisement.virtualRouterID());
        if (router == null) {
            counters.countRejection(Rejection.FOREIGN_VIRTUAL_ROUTER_ID);
            foreignRouterToReport |= foreignRouters.heard(
                    link.nic.name(), source.family(), advertisement.virtualRouterID(), source, nowNanos);
        } else if (link.owns(source)) {
            counters.countRejection(Rejection.OWN_SOURCE);
        } else {
            counters.countAdvertisementReceived();
            stepper.step(router, new Event.Heard(advertisement, source), nowNanos);
            deadlines.update(router);
        }
    }
}
