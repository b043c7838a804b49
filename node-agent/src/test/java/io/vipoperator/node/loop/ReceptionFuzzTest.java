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
