package io.vipoperator.node.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.wire.Rejection;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * A million packets, most of them nearly right, through the receive path of seven routers: each verdict and each change of state must
 * be the oracle's, nothing throws, and what is kept stays small.
 */
class ReceptionFuzzTest {
    private static final int PACKETS = 1_000_000;
    private static final int PACKETS_AS_ACTIVE = 500;
    private static final long MOST_GROWTH_BYTES = 16L << 20;

    private final FuzzPackets packets = new FuzzPackets(9568);
    private final Map<String, long[]> verdicts = new TreeMap<>();
    private final Map<Rejection, Long> rejected = new EnumMap<>(Rejection.class);
    private FuzzedRouters routers = new FuzzedRouters(false);
    private int repaired;

    @Test
    void aMillionPacketsAreJudgedAsTheOracleJudgesThem() {
        long heapBefore = 0;
        for (int i = 0; i < PACKETS; i++) {
            if (i >= PACKETS / 2 && i % PACKETS_AS_ACTIVE == 0) {
                take(routers.test.counters);
                long epochNanos = routers.test.epochNanos;
                routers = new FuzzedRouters(true);
                routers.test.epochNanos = epochNanos;
            }
            if (i == PACKETS / 10) {
                heapBefore = usedHeapBytes();
            }
            FuzzPackets.Packet packet = packets.next(routers.test.epochNanos);
            repaired += packet.repaired ? 1 : 0;
            verdicts.computeIfAbsent(routers.hear(packet), label -> new long[2])[packet.repaired ? 1 : 0]++;
            if (i % 1_000 == 0) {
                assertThat(routers.test.foreignRouters.report().size()).isLessThanOrEqualTo(64);
            }
        }
        take(routers.test.counters);
        long growthBytes = usedHeapBytes() - heapBefore;

        print();
        assertThat(repaired).isGreaterThanOrEqualTo(PACKETS / 2);
        for (Rejection reason : Rejection.values()) {
            assertThat(rejected.get(reason)).as("%s", reason).isGreaterThanOrEqualTo(1_000L);
        }
        assertThat(growthBytes).isLessThan(MOST_GROWTH_BYTES);
    }

    private void one(int i, boolean asActive) {
        test.nowNanos += 500_000;
        test.epochNanos += 100_000;
        FuzzPackets.Packet packet = packets.next(test.epochNanos);
        repaired += packet.repaired ? 1 : 0;
        long before = heeded();
        long[] rejectedBefore = rejections();
        String expected;
        if (packet.ipv6) {
            byte[] message = Arrays.copyOf(packet.octets, packet.length);
            expected = oracle.message(
                    6, packet.source, packet.destination, packet.ttl, message, test.nowNanos, test.epochNanos);
            test.ipv6(address(packet.source), address(packet.destination), packet.ttl, packet.octets, packet.length);
        } else {
            expected = oracle.ipv4(packet.octets, packet.length, test.nowNanos, test.epochNanos);
            test.ipv4(packet.octets, packet.length);
        }
        String verdict = heeded() > before ? FuzzOracle.HEEDED : reasonSince(rejectedBefore);
        if (!verdict.equals(expected) || !sameStates(asActive)) {
            assertThat(verdict + describe(asActive))
                    .as("packet %d, %s", i, HEX.formatHex(packet.octets, 0, packet.length))
                    .isEqualTo(expected + describeOracle(asActive));
        }
        verdicts.computeIfAbsent(verdict, label -> new long[2])[packet.repaired ? 1 : 0]++;
        if (i % 1_000 == 0) {
            assertThat(test.foreignRouters.report().size()).isLessThanOrEqualTo(64);
        }
    }

    private void startAsActive() {
        take(test.counters);
        long epochNanos = test.epochNanos;
        test = routers();
        test.epochNanos = epochNanos;
        test.becomeActive();
        oracle = oracle();
        oracle.models.values().forEach(model -> model.active = true);
    }

    private static ReceptionUnderTest routers() {
        Authentication none = new Authentication.None();
        Authentication password = new Authentication.Password(new AuthenticationKey(1, PASSWORD));
        return new ReceptionUnderTest(
                ipv4(1, dialect(3, none)),
                ipv4(2, dialect(2, none)),
                ipv4(3, dialect(2, password)),
                ipv4(4, dialect(3, unicast(peer("10.0.0.12", 255), peer("192.0.2.1", 250)), none)),
                ipv4(5, dialect(3, hmac(KEY_1, KEY_2))),
                ipv6(1, dialect(3, none)),
                ipv6(5, dialect(3, hmac(KEY_1, KEY_2))));
    }

    private FuzzOracle oracle() {
        FuzzOracle made = new FuzzOracle();
        for (Router router : test.routers) {
            made.models.put(
                    name(router), new FuzzOracle.Model(router.setup.dialect().version(), 1_000_000_000L));
        }
        made.models.get("4/53").password = PASSWORD;
        made.models.get("4/54").peers.putAll(Map.of("0a00000c", 255, "c0000201", 250));
        for (String signed : new String[] {"4/55", "6/55"}) {
            made.models.get(signed).hmacKeys.putAll(Map.of(1, KEY_1.value(), 2, KEY_2.value()));
        }
        return made;
    }

    private static String name(Router router) {
        return (router.key.family() == Family.IPV4 ? "4/" : "6/") + router.setup.virtualRouterID();
    }

    private boolean sameStates(boolean asActive) {
        for (Router router : test.routers) {
            FuzzOracle.Model model = oracle.models.get(name(router));
            if (router.isActive() != model.active || (!asActive && !sameBackup(router, model))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameBackup(Router router, FuzzOracle.Model model) {
        return router.state.deadlineNanos() == model.downAtNanos
                && router.state
                        .activeAddress()
                        .map(one -> HEX.formatHex(one.octets()))
                        .orElse("")
                        .equals(model.activeAddress);
    }

    private String describe(boolean asActive) {
        StringBuilder text = new StringBuilder();
        for (Router router : test.routers) {
            text.append("; ").append(name(router)).append(router.isActive() ? " Active" : " not Active");
            if (!asActive) {
                text.append(" until ").append(router.state.deadlineNanos()).append(" for ");
                text.append(router.state
                        .activeAddress()
                        .map(one -> HEX.formatHex(one.octets()))
                        .orElse(""));
            }
        }
        return text.toString();
    }

    private String describeOracle(boolean asActive) {
        StringBuilder text = new StringBuilder();
        for (Router router : test.routers) {
            FuzzOracle.Model model = oracle.models.get(name(router));
            text.append("; ").append(name(router)).append(model.active ? " Active" : " not Active");
            if (!asActive) {
                text.append(" until ").append(model.downAtNanos).append(" for ").append(model.activeAddress);
            }
        }
        return text.toString();
    }

    private static String address(String hex) {
        return IpAddress.of(HEX.parseHex(hex)).toString();
    }

    private long heeded() {
        return test.counters.advertisementsReceived();
    }

    private long[] rejections() {
        Rejection[] reasons = Rejection.values();
        long[] counts = new long[reasons.length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = test.counters.rejected(reasons[i]);
        }
        return counts;
    }

    private String reasonSince(long[] before) {
        StringBuilder labels = new StringBuilder();
        for (Rejection reason : Rejection.values()) {
            if (test.counters.rejected(reason) > before[reason.ordinal()]) {
                labels.append(reason.label());
            }
        }
        return labels.toString();
    }

    private void take(LoopCounters counters) {
        for (Rejection reason : Rejection.values()) {
            rejected.merge(reason, counters.rejected(reason), Long::sum);
        }
    }

    private static long usedHeapBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Where the packets ended, in the order of the ladder. */
    private void print() {
        System.out.printf("%-28s %10s %10s%n", "receive ladder", "repaired", "as it was");
        for (Rejection reason : Rejection.values()) {
            printRow(reason.label());
        }
        printRow(FuzzOracle.HEEDED);
    }

    private void printRow(String label) {
        long[] counts = verdicts.getOrDefault(label, new long[2]);
        System.out.printf("%-28s %10d %10d%n", label, counts[1], counts[0]);
    }
}
