package io.vipoperator.node.sim;

import io.vipoperator.node.loop.SendFailedException;
import io.vipoperator.node.loop.Wire;
import io.vipoperator.node.vrrp.IpAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** The sockets of one node on the segment. */
final class SimWire implements Wire {
    /** A socket's buffer is finite. */
    private static final int MOST_WAITING = 400;

    private static final int OCTETS_TO_SENDER_ADDRESS = 28;

    private record Sent(int virtualRouterID, int priority) {}

    private final SimNode node;
    private final Segment segment;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private final List<Sent> sentInTurn = new ArrayList<>();
    private final List<IpAddress> announced = new ArrayList<>();

    SimWire(SimNode node, Segment segment) {
        this.node = node;
        this.segment = segment;
    }

    @Override
    public void sendAdvertisement(int interfaceIndex, IpAddress source, IpAddress destination, byte[] message)
            throws SendFailedException {
        sentInTurn.add(new Sent(message[1] & 0xff, message[2] & 0xff));
        if (!node.hasCarrier()) {
            throw new SendFailedException("sendto: ENETDOWN");
        }
        segment.send(node, source, destination, message);
    }

    @Override
    public void sendFrame(int interfaceIndex, byte[] frame) {
        if (frame[OCTETS_TO_SENDER_ADDRESS] == 0) {
            // A probe: from 0.0.0.0, claims nothing.
            return;
        }
        IpAddress address =
                IpAddress.of(Arrays.copyOfRange(frame, OCTETS_TO_SENDER_ADDRESS, OCTETS_TO_SENDER_ADDRESS + 4));
        announced.add(address);
        boolean asked = node.setups().stream()
                .anyMatch(setup -> node.kernel().isAsked(setup.key())
                        && setup.install().addresses().stream()
                                .anyMatch(one -> one.address().equals(address)));
        boolean there = node.kernel().hadJustNow(address) || node.hasWokenWithin(Millis.of(20));
        Invariant.holds(asked && there, () -> node + " announces " + address + " but does not hold it");
    }

    @Override
    public int receive(Receiver receiver) {
        int most = Math.min(64, waiting.size());
        for (int i = 0; i < most; i++) {
            byte[] packet = waiting.remove();
            receiver.ipv4(SimNode.NIC, packet, packet.length);
        }
        return most;
    }

    void arrived(byte[] packet) {
        if (waiting.size() < MOST_WAITING) {
            waiting.add(packet);
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

    List<Integer> sentInTurn(int virtualRouterID) {
        return sentInTurn.stream()
                .filter(sent -> sent.virtualRouterID() == virtualRouterID)
                .map(Sent::priority)
                .toList();
    }
}
