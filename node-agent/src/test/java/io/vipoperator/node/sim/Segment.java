package io.vipoperator.node.sim;

import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.wire.MacAddress;
import io.vipoperator.node.wire.VrrpCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * One Ethernet segment that may lose, delay, duplicate and keep apart. A client stands in it and remembers what it is told
 * about the virtual addresses; of what arrives anywhere, it hears first.
 */
final class Segment {
    private static final double SHORT_DELAY_MILLIS = 0.3;

    private final int nic;
    private final Schedule schedule;
    private final SplittableRandom random;
    private final List<SimNode> nodes = new ArrayList<>();
    private final boolean[][] cut = new boolean[16][16];
    private final Set<Family> multicastLost = EnumSet.noneOf(Family.class);
    private final Map<IpAddress, Integer> clientsCache = new HashMap<>();
    private Optional<byte[]> captured = Optional.empty();
    private double loss;
    private double duplication;
    private double mostDelayMillis = SHORT_DELAY_MILLIS;

    Segment(int nic, Schedule schedule, SplittableRandom random) {
        this.nic = nic;
        this.schedule = schedule;
        this.random = random;
    }

    void attach(SimNode node) {
        nodes.add(node);
    }

    /** What the one sends does not reach the other. */
    void cut(int from, int to) {
        cut[from][to] = true;
    }

    void disturb(double newLoss, double newDuplication, double newMostDelayMillis) {
        loss = newLoss;
        duplication = newDuplication;
        mostDelayMillis = newMostDelayMillis;
    }

    /** As switches do that snoop IGMP or MLD wrongly. */
    void loseMulticastOf(Family family) {
        multicastLost.add(family);
    }

    void heal() {
        for (boolean[] row : cut) {
            Arrays.fill(row, false);
        }
        multicastLost.clear();
        disturb(0, 0, SHORT_DELAY_MILLIS);
    }

    /** Whether all that one sends over that family to the other arrives, and soon. */
    boolean carries(int from, int to, Family family, boolean unicast) {
        return !cut[from][to]
                && loss == 0
                && mostDelayMillis <= SHORT_DELAY_MILLIS
                && (unicast || !multicastLost.contains(family));
    }

    /** The node at which the client has the address. */
    Optional<Integer> clientFinds(IpAddress address) {
        return Optional.ofNullable(clientsCache.get(address));
    }

    void clientForgets(IpAddress address) {
        clientsCache.remove(address);
    }

    void send(SimNode from, IpAddress source, IpAddress destination, byte[] message) {
        captured = Optional.of(message);
        send(from.id(), Addressing.mac(nic, from.id()), source, destination, message);
    }

    /** The last advertisement that passed. */
    Optional<byte[]> captured() {
        return captured;
    }

    /** From a host that is no node. */
    void sendFromOutside(int host, IpAddress source, IpAddress destination, byte[] message) {
        send(-1, Addressing.mac(nic, host), source, destination, message);
    }

    private void send(int from, MacAddress mac, IpAddress source, IpAddress destination, byte[] message) {
        boolean multicast = destination.equals(VrrpCodec.group(destination.family()));
        if (multicast && multicastLost.contains(destination.family())) {
            return;
        }
        Arrival arrival = Arrival.advertisement(mac, source, destination, message);
        for (SimNode to : nodes) {
            if (multicast || to.has(nic, destination)) {
                deliver(from, to, arrival);
            }
        }
    }

    /** Announces an address to all. */
    void announce(SimNode from, IpAddress address, byte[] frame) {
        if (random.nextDouble() >= loss) {
            clientsCache.put(address, from.id());
        }
        flood(from, frame);
    }

    /** ARP or Neighbor Discovery, to all. */
    void flood(SimNode from, byte[] frame) {
        Arrival arrival = Arrival.frame(frame);
        for (SimNode to : nodes) {
            deliver(from.id(), to, arrival);
        }
    }

    private void deliver(int from, SimNode to, Arrival arrival) {
        if (to.id() == from || (from >= 0 && cut[from][to.id()])) {
            return;
        }
        int copies = random.nextDouble() < duplication ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            if (random.nextDouble() >= loss) {
                schedule.after(Millis.between(random, 0.02, mostDelayMillis), () -> to.receive(nic, arrival));
            }
        }
    }
}
