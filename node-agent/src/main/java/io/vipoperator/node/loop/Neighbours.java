package io.vipoperator.node.loop;

/**
 * What the frames on the wire tell beside advertisements: who announces an address of ours, and advertisements that a
 * firewall keeps from the raw socket. The loop's thread only.
 */
final class Neighbours {
    private final Links links;
    private final Stepper stepper;
    private final DeadlineHeap deadlines;

    Neighbours(Links links, Stepper stepper, DeadlineHeap deadlines) {
        this.links = links;
        this.stepper = stepper;
        this.deadlines = deadlines;
    }

    /** A frame of a NIC: ARP, ND or VRRP. */
    void frame(int interfaceIndex, byte[] buffer, int length, NanoClock clock) {
        Links.Link link = links.link(interfaceIndex);
        if (link == null) {
            return;
        }
        assert stepper != null && deadlines != null && clock != null && buffer.length >= length;
    }
}
