package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.Advertisement;
import io.vipoperator.node.vrrp.AnnouncementPlan;
import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.wire.ChecksumForm;
import io.vipoperator.node.wire.MacAddress;
import io.vipoperator.node.wire.NeighbourFrame;
import io.vipoperator.node.wire.NeighbourFrames;
import io.vipoperator.node.wire.VrrpCodec;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A loop with ports that only note what is asked of them; the test tells time and answers. NIC 2 is eth0, 10.0.0.11/24. */
final class LoopUnderTest {
    static final int ETH0 = 2;
    static final int ETH1 = 3;
    private static final int RECEIVE_LIMIT = 256;
    static final IpAddress PEER = IpAddress.parse("10.0.0.12");

    final LoopCounters counters = new LoopCounters();
    final Inbox inbox = new Inbox(new SleeplessWaiter(), counters);
    final List<String> calls = new ArrayList<>();
    final List<byte[]> frames = new ArrayList<>();
    /** Frames that ask and claim nothing. */
    final List<byte[]> probes = new ArrayList<>();

    final List<String> warnings = new ArrayList<>();
    final List<LoopReport> reports = new ArrayList<>();
    boolean sendingFails;

    /** How long the thread is held up before the first packet of each reading. */
    long heldUpNanos;

    long nowNanos = 5_000_000_000L;

    /** The wall clock, which does not go by itself. */
    long epochNanos = 1_800_000_000_000_000_000L;

    private final Map<RouterKey, InstallPlan> asked = new HashMap<>();
    private final Deque<byte[]> packets = new ArrayDeque<>();
    private final Deque<Map.Entry<Integer, byte[]>> arrived = new ArrayDeque<>();
    final RouterLoop loop = new RouterLoop(
            inbox,
            new NotingWire(),
            new NotingKernel(),
            () -> nowNanos,
            () -> epochNanos,
            reports::add,
            counters,
            warnings::add);

    /** A loop that knows eth0 and listens on it, and runs these. */
    static LoopUnderTest running(RouterSetup... setups) {
        LoopUnderTest test = new LoopUnderTest();
        test.tell(new KernelEvent.InterfacesChanged(List.of(eth0())));
        test.apply(setups);
        test.tell(new KernelEvent.Listening(ETH0));
        test.calls.clear();
        return test;
    }

    static NetworkInterface eth0() {
        return nic(ETH0, "eth0", true, "10.0.0.11", 1);
    }

    static NetworkInterface nic(int index, String name, boolean running, String address, long mac) {
        return new NetworkInterface(
                index,
                name,
                Optional.of(new MacAddress(mac)),
                1500,
                running,
                false,
                false,
                List.of(new AddressWithPrefix(IpAddress.parse(address), 24)),
                Optional.empty());
    }

    /** vip-N with VRID 50 + N, its addresses from 10.0.N.1 on, an interval of 100 ms, on eth0. */
    static RouterSetup setup(int number, int priority, int addressCount) {
        return setup(
                "vip-" + number,
                50 + number,
                priority,
                new InterfaceRule.Name("eth0"),
                addresses(number, addressCount));
    }

    static RouterSetup setup(
            String name, int virtualRouterID, int priority, InterfaceRule rule, List<IpAddress> addresses) {
        return new RouterSetup(
                new RouterKey(name, Family.IPV4),
                "uid",
                1,
                name,
                rule,
                virtualRouterID,
                Candidacy.of(priority, true, 0, 0),
                Dialect.multicast(100_000_000L, ChecksumForm.PSEUDO_HEADER),
                addresses,
                new InstallPlan(
                        addresses.stream()
                                .map(address -> new AddressWithPrefix(address, 32))
                                .toList(),
                        false,
                        true,
                        Optional.empty()),
                new AnnouncementPlan(1, 200_000_000L, 0, 0),
                AnnouncementForm.REQUEST,
                List.of());
    }

    static RouterSetup inGroup(RouterSetup setup, String group) {
        return new RouterSetup(
                setup.key(),
                setup.uid(),
                setup.generation(),
                group,
                setup.interfaceRule(),
                setup.virtualRouterID(),
                setup.candidacy(),
                setup.dialect(),
                setup.advertised(),
                setup.install(),
                setup.announcement(),
                setup.announcementForm(),
                setup.missingFeatures());
    }

    static List<IpAddress> addresses(int number, int count) {
        return Stream.iterate(1, i -> i + 1)
                .limit(count)
                .map(i -> IpAddress.parse("10.0." + number + "." + i))
                .toList();
    }

    void apply(RouterSetup... setups) {
        inbox.offer(new Command.Apply(new DesiredState(7, 3, List.of(setups))));
        turn();
    }

    void tell(KernelEvent event) {
        inbox.offer(new Command.FromKernel(event));
        turn();
    }

    /** What the kernel was asked for last for vip-N. */
    InstallPlan asked(int number) {
        return asked.get(key(number));
    }

    /** The kernel says that all that it was asked for last for vip-N is on the NIC. */
    void held(int number, boolean again) {
        tell(new KernelEvent.Held(key(number), asked(number), again));
    }

    /** A frame arrives on that NIC. */
    void see(int interfaceIndex, byte[] frame) {
        arrived.add(Map.entry(interfaceIndex, frame));
        turn();
    }

    /** These wait when the tap is read. */
    void seeAtOnce(int interfaceIndex, List<byte[]> frames) {
        frames.forEach(frame -> arrived.add(Map.entry(interfaceIndex, frame)));
        turn();
    }

    /** An advertisement arrives on eth0. */
    void hear(IpAddress source, int virtualRouterID, int priority) {
        arrive(source, virtualRouterID, priority);
        turn();
    }

    /** An advertisement waits on eth0 for the next turn. */
    void arrive(IpAddress source, int virtualRouterID, int priority) {
        Advertisement advertisement =
                new Advertisement(3, virtualRouterID, priority, 100_000_000L, List.of(IpAddress.parse("10.0.0.1")));
        byte[] message = VrrpCodec.encode(advertisement, source, VrrpCodec.IPV4_GROUP, ChecksumForm.PSEUDO_HEADER);
        packets.add(ByteBuffer.allocate(20 + message.length)
                .put(new byte[] {0x45, (byte) 0xc0, 0, (byte) (20 + message.length), 0, 0, 0, 0, (byte) 255, 112, 0, 0})
                .put(source.octets())
                .put(VrrpCodec.IPV4_GROUP.octets())
                .put(message)
                .array());
    }

    private static boolean isSolicitation(byte[] frame) {
        return frame.length > 54 && (frame[54] & 0xff) == 135;
    }

    long turn() {
        return loop.turn(nowNanos);
    }

    long turnAfterMillis(long millis) {
        nowNanos += millis * 1_000_000;
        return turn();
    }

    RouterReport report(int number) {
        return reports.get(reports.size() - 1).routers().stream()
                .filter(router -> router.setup().key().equals(key(number)))
                .findFirst()
                .orElseThrow();
    }

    static RouterKey key(int number) {
        return new RouterKey("vip-" + number, Family.IPV4);
    }

    List<String> takeCalls() {
        List<String> taken = List.copyOf(calls);
        calls.clear();
        return taken;
    }

    /** Virtual time doesn't sleep. */
    private static final class SleeplessWaiter implements Waiter {
        @Override
        public void await(long deadlineNanos) {}

        @Override
        public void wake() {}
    }

    private final class NotingKernel implements Kernel {
        @Override
        public void listenOn(Set<Integer> interfaceIndexes) {
            calls.add("listen " + new TreeSet<>(interfaceIndexes));
        }

        @Override
        public void hold(RouterKey router, int interfaceIndex, InstallPlan plan) {
            asked.put(router, plan);
            calls.add("hold " + router.virtualIP() + " on " + interfaceIndex + " " + plan.addresses());
        }

        @Override
        public void virtualMac(RouterKey router, int interfaceIndex, MacAddress mac) {
            calls.add("virtual MAC " + mac + " for " + router.virtualIP() + " on " + interfaceIndex);
        }

        @Override
        public void noVirtualMac(RouterKey router) {
            calls.add("no virtual MAC for " + router.virtualIP());
        }

        @Override
        public void release(RouterKey router) {
            calls.add("release " + router.virtualIP());
        }
    }

    private final class NotingWire implements Wire {
        @Override
        public void sendAdvertisement(int interfaceIndex, IpAddress source, IpAddress destination, byte[] message)
                throws SendFailedException {
            if (sendingFails) {
                throw new SendFailedException("sendto: ENOBUFS");
            }
            calls.add("advertise " + (message[1] & 0xff) + " priority " + (message[2] & 0xff) + " on " + interfaceIndex
                    + " from " + source + " to " + destination);
        }

        @Override
        public void sendFrame(int interfaceIndex, byte[] frame) {
            switch (NeighbourFrames.read(frame, frame.length)) {
                case NeighbourFrame.Claim(MacAddress mac, IpAddress address)
                when !isSolicitation(frame) -> {
                    calls.add("announce " + address + " on " + interfaceIndex);
                    frames.add(frame);
                }
                default -> probes.add(frame);
            }
        }

        @Override
        public int receive(Receiver receiver) {
            int count = Math.min(packets.size(), RECEIVE_LIMIT);
            nowNanos += count == 0 ? 0 : heldUpNanos;
            for (int i = 0; i < count; i++) {
                byte[] packet = packets.remove();
                receiver.ipv4(ETH0, packet, packet.length);
            }
            int seen = arrived.size();
            while (!arrived.isEmpty()) {
                Map.Entry<Integer, byte[]> frame = arrived.remove();
                receiver.frame(frame.getKey(), frame.getValue(), frame.getValue().length);
            }
            return count + seen;
        }
    }
}
