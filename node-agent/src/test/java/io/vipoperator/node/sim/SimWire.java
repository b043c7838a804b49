package io.vipoperator.node.sim;

import io.vipoperator.node.loop.SendFailedException;
import io.vipoperator.node.loop.Wire;
import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.wire.NeighbourFrame;
import io.vipoperator.node.wire.NeighbourFrames;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The sockets of one node in its segments. */
final class SimWire implements Wire {
    /** A socket's buffer is finite. */
    private static final int MOST_WAITING = 400;

    private static final int ICMPV6_TYPE_OFFSET = 54;
    private static final int NEIGHBOR_SOLICITATION = 135;

    /** An advertisement that was sent in this turn. */
    record Sent(int nic, Family family, int virtualRouterID, int priority) {}

    private record Waiting(int nic, Arrival arrival) {}

    private final SimNode node;
    private final List<Segment> segments;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final List<Sent> sentInTurn = new ArrayList<>();
    private final List<IpAddress> announced = new ArrayList<>();

    SimWire(SimNode node, List<Segment> segments) {
        this.node = node;
        this.segments = segments;
    }

    @Override
    public void sendAdvertisement(int interfaceIndex, IpAddress source, IpAddress destination, byte[] message)
            throws SendFailedException {
        int nic = Addressing.nic(interfaceIndex);
        sentInTurn.add(new Sent(nic, source.family(), message[1] & 0xff, message[2] & 0xff));
        if (!node.hasCarrier(nic)) {
            throw new SendFailedException("sendto: ENETDOWN");
        }
        segments.get(nic).send(node, source, destination, message);
    }

    @Override
    public void sendFrame(int interfaceIndex, byte[] frame) {
        Segment segment = segments.get(Addressing.nic(interfaceIndex));
        boolean solicits =
                frame.length > ICMPV6_TYPE_OFFSET && frame[ICMPV6_TYPE_OFFSET] == (byte) NEIGHBOR_SOLICITATION;
        if (!solicits
                && NeighbourFrames.read(frame, frame.length) instanceof NeighbourFrame.Claim(var mac, var address)) {
            announced.add(address);
            boolean asked = node.setups().stream()
                    .anyMatch(setup -> node.kernel().isAsked(setup.key())
                            && setup.install().addresses().stream()
                                    .anyMatch(one -> one.address().equals(address)));
            boolean there = node.kernel().hadJustNow(address) || node.hasWokenWithin(Millis.of(20));
            Invariant.holds(asked && there, () -> node + " announces " + address + " but does not hold it");
            if (node.hasCarrier(Addressing.nic(interfaceIndex))) {
                segment.announce(node, address, frame);
            }
        } else if (node.hasCarrier(Addressing.nic(interfaceIndex))) {
            // A probe claims nothing.
            segment.flood(node, frame);
        }
    }

    @Override
    public int receive(Receiver receiver) {
        int most = Math.min(64, waiting.size());
        for (int i = 0; i < most; i++) {
            Waiting next = waiting.remove();
            next.arrival().deliver(Addressing.index(next.nic()), receiver);
        }
        return most;
    }

    void arrived(int nic, Arrival arrival) {
        if (waiting.size() < MOST_WAITING) {
            waiting.add(new Waiting(nic, arrival));
        }
    }

    void turnBegins() {
        sentInTurn.clear();
    }

    void clear() {
        waiting.clear();
        announced.clear();
    }

    /** How often an address was announced since the agent started. */
    long announcements(IpAddress address) {
        return announced.stream().filter(address::equals).count();
    }

    List<Sent> sentInTurn() {
        return sentInTurn;
    }
}
