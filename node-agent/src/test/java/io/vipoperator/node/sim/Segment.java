package io.vipoperator.node.sim;

import io.vipoperator.node.vrrp.IpAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** One Ethernet segment that may lose, delay, duplicate and keep apart. Carries IPv4 packets as bytes. */
final class Segment {
    private final Schedule schedule;
    private final SplittableRandom random;
    private final List<SimNode> nodes = new ArrayList<>();
    private final boolean[][] cut = new boolean[16][16];
    private double loss;
    private double duplication;
    private double mostDelayMillis = 0.3;

    Segment(Schedule schedule, SplittableRandom random) {
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

    void heal() {
        for (boolean[] row : cut) {
            Arrays.fill(row, false);
        }
        disturb(0, 0, 0.3);
    }

    void send(SimNode from, IpAddress source, IpAddress destination, byte[] message) {
        byte[] packet = packet(source, destination, message);
        for (SimNode to : nodes) {
            if (to == from || cut[from.id()][to.id()]) {
                continue;
            }
            int copies = random.nextDouble() < duplication ? 2 : 1;
            for (int i = 0; i < copies; i++) {
                if (random.nextDouble() >= loss) {
                    schedule.after(Millis.between(random, 0.02, mostDelayMillis), () -> to.receive(packet));
                }
            }
        }
    }

    /** RFC 791 section 3.1, as a raw socket delivers it. */
    private static byte[] packet(IpAddress source, IpAddress destination, byte[] message) {
        return ByteBuffer.allocate(20 + message.length)
                .put((byte) 0x45)
                .put((byte) 0xc0)
                .putShort((short) (20 + message.length))
                .putInt(0)
                .put((byte) 255)
                .put((byte) 112)
                .putShort((short) 0)
                .put(source.octets())
                .put(destination.octets())
                .put(message)
                .array();
    }
}
