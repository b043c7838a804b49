package io.vipoperator.node.net;

import io.vipoperator.node.loop.Wire;
import io.vipoperator.node.vrrp.IpAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Writes down what it takes. */
final class Ears implements Wire.Receiver {
    private static final long LONGEST_NANOS = 5_000_000_000L;

    final List<String> ipv4 = new ArrayList<>();
    final List<String> ipv6 = new ArrayList<>();
    final List<String> frames = new ArrayList<>();

    @Override
    public void ipv4(int interfaceIndex, byte[] buffer, int length) {
        ipv4.add(interfaceIndex + " " + HexFormat.of().formatHex(buffer, 0, length));
    }

    @Override
    public void ipv6(
            int interfaceIndex, IpAddress source, IpAddress destination, int hopLimit, byte[] buffer, int length) {
        ipv6.add(interfaceIndex + " " + source + " " + destination + " " + hopLimit + " "
                + HexFormat.of().formatHex(buffer, 0, length));
    }

    @Override
    public void frame(int interfaceIndex, byte[] buffer, int length) {
        frames.add(interfaceIndex + " " + HexFormat.of().formatHex(buffer, 0, length));
    }

    /** Takes until there is something in the list. */
    void takeUntil(Rig rig, List<String> list) {
        long deadline = System.nanoTime() + LONGEST_NANOS;
        while (list.isEmpty() && System.nanoTime() < deadline) {
            rig.waiter.await(deadline);
            rig.sockets.receive(this);
        }
    }
}
