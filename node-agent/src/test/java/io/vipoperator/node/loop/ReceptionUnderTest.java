package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.Event;
import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.wire.AuthenticationKey;
import io.vipoperator.node.wire.ChecksumForm;
import io.vipoperator.node.wire.MacAddress;
import io.vipoperator.node.wire.Rejection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The receive path alone, up to the state machines of routers that listen on eth0, 10.0.0.11 and fe80::11. Sends nothing. */
final class ReceptionUnderTest {
    static final IpAddress OWN_IPV4 = IpAddress.parse("10.0.0.11");
    static final IpAddress OWN_IPV6 = IpAddress.parse("fe80::11");
    static final AuthenticationKey KEY_1 = key(1, 0x11);
    static final AuthenticationKey KEY_2 = key(2, 0x22);

    final LoopCounters counters = new LoopCounters();
    final ForeignRouters foreignRouters = new ForeignRouters();
    final List<Router> routers = new ArrayList<>();
    long nowNanos = 1_000_000_000L;
    long epochNanos = 1_800_000_000_000_000_000L;

    private final Reception reception;
    private final Stepper stepper;

    ReceptionUnderTest(RouterSetup... setups) {
        Links links = new Links();
        Wire wire = new SilentWire();
        stepper = new Stepper(
                wire,
                new Claims(new IdleKernel()),
                new Announcer(links, wire, counters),
                counters,
                warning -> {},
                new HashSet<>(),
                new ArrayList<>(),
                () -> epochNanos);
        reception = new Reception(links, stepper, new DeadlineHeap(), foreignRouters, counters, () -> epochNanos);
        links.replace(List.of(LoopUnderTest.nic(LoopUnderTest.ETH0, "eth0", true, "10.0.0.11", 1)));
        for (RouterSetup setup : setups) {
            Router router = new Router(setup, new Changes(), new Verdicts(), nowNanos);
            router.interfaceIndex = LoopUnderTest.ETH0;
            router.primaryAddress = setup.key().family() == Family.IPV4 ? OWN_IPV4 : OWN_IPV6;
            router.useConfig(router.wantedConfig());
            routers.add(router);
            stepper.step(router, new Event.Startup(), nowNanos);
        }
        links.assign(routers);
    }

    /** A router with VRID 51 and priority 150 over IPv4 that advertises 10.0.1.1. */
    static RouterSetup ipv4(Dialect dialect) {
        return ipv4(1, dialect);
    }

    /** The same with VRID 50 + number and address 10.0.number.1. */
    static RouterSetup ipv4(int number, Dialect dialect) {
        return LoopUnderTest.setup(number, 150, 1).with(dialect);
    }

    /** A router with VRID 51 and priority 150 over IPv6 that advertises fe80::1 and 2001:db8::1. */
    static RouterSetup ipv6(Dialect dialect) {
        return ipv6(1, dialect);
    }

    /** The same with VRID 50 + number. */
    static RouterSetup ipv6(int number, Dialect dialect) {
        RouterSetup like = LoopUnderTest.setup(number, 150, 1);
        return new RouterSetup(
                new RouterKey(like.key().virtualIP(), Family.IPV6),
                like.uid(),
                like.generation(),
                like.group(),
                like.interfaceRule(),
                like.virtualRouterID(),
                like.candidacy(),
                dialect,
                List.of(IpAddress.parse("fe80::1"), IpAddress.parse("2001:db8::1")),
                like.install(),
                like.announcement(),
                like.announcementForm(),
                List.of());
    }

    /** To the group, every second, PSEUDO_HEADER. */
    static Dialect dialect(int version, Authentication authentication) {
        return dialect(version, Transport.Multicast.fromPrimary(), authentication);
    }

    static Dialect dialect(int version, Transport transport, Authentication authentication) {
        return new Dialect(version, 1_000_000_000L, ChecksumForm.PSEUDO_HEADER, transport, authentication, false);
    }

    static Transport unicast(Transport.Peer... peers) {
        return new Transport.Unicast(Optional.empty(), List.of(peers));
    }

    static Transport.Peer peer(String address, int minimumTtl) {
        return new Transport.Peer(IpAddress.parse(address), minimumTtl);
    }

    static Authentication hmac(AuthenticationKey... keys) {
        return new Authentication.Hmac(List.of(keys));
    }

    static AuthenticationKey key(int id, int octet) {
        byte[] value = new byte[32];
        Arrays.fill(value, (byte) octet);
        return new AuthenticationKey(id, value);
    }

    /** Nobody was heard: all routers take over. */
    void becomeActive() {
        for (Router router : routers) {
            nowNanos = Math.max(nowNanos, router.state.deadlineNanos());
            stepper.step(router, new Event.DeadlinePassed(), router.state.deadlineNanos());
        }
    }

    /** The only router. */
    Router router() {
        return routers.getFirst();
    }

    /** Delivers it as the raw sockets would; a millisecond after the one before. */
    void hear(ForgedPacket packet) {
        nowNanos += 1_000_000;
        if (packet.isIpv6()) {
            byte[] message = packet.message();
            ipv6(packet.source, packet.destination, packet.ttl, message, message.length);
        } else {
            byte[] octets = packet.packet();
            ipv4(octets, octets.length);
        }
    }

    void ipv4(byte[] octets, int length) {
        reception.ipv4(LoopUnderTest.ETH0, octets, length, () -> nowNanos);
    }

    void ipv6(String source, String destination, int hopLimit, byte[] octets, int length) {
        reception.ipv6(
                LoopUnderTest.ETH0,
                IpAddress.parse(source),
                IpAddress.parse(destination),
                hopLimit,
                octets,
                length,
                () -> nowNanos);
    }

    /** All that was counted: "heeded", or the labels of rejections, in the order of the ladder. */
    List<String> counted() {
        Stream<String> heeded = Stream.iterate(0L, i -> i + 1)
                .limit(counters.advertisementsReceived())
                .map(i -> "heeded");
        Stream<String> rejected = Stream.of(Rejection.values())
                .flatMap(reason -> Stream.iterate(0L, i -> i + 1)
                        .limit(counters.rejected(reason))
                        .map(i -> reason.label()));
        return Stream.concat(heeded, rejected).toList();
    }

    private static final class SilentWire implements Wire {
        @Override
        public void sendAdvertisement(int interfaceIndex, IpAddress source, IpAddress destination, byte[] message) {}

        @Override
        public void sendFrame(int interfaceIndex, byte[] frame) {}

        @Override
        public int receive(Receiver receiver) {
            return 0;
        }
    }

    private static final class IdleKernel implements Kernel {
        @Override
        public void listenOn(Set<Integer> interfaceIndexes) {}

        @Override
        public void hold(RouterKey router, int interfaceIndex, InstallPlan plan) {}

        @Override
        public void virtualMac(RouterKey router, int interfaceIndex, MacAddress mac) {}

        @Override
        public void noVirtualMac(RouterKey router) {}

        @Override
        public void release(RouterKey router) {}
    }
}
