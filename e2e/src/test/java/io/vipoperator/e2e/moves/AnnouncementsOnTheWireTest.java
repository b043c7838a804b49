package io.vipoperator.e2e.moves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipoperator.e2e.vip.Measured;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an agent tells the neighbours of its addresses, as another host of the segment reads it. Needs root. */
class AnnouncementsOnTheWireTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int MOST_ROUNDS = 5;

    private MoveSegment hosts;
    private WireLog wire;

    @BeforeEach
    void makeSegment() {
        hosts = new MoveSegment();
        wire = new WireLog(hosts.segment(), MoveSegment.THIRD);
    }

    @AfterEach
    void removeSegment() {
        hosts.close();
    }

    /** A busy machine delays any process: of some rounds one must be without a delay, and a queue of frames delays them all. */
    @Test
    void announcing255AddressesDelaysNoAdvertisement() {
        String addresses = IntStream.rangeClosed(1, 255)
                .mapToObj(i -> "10.78." + (1 + i / 200) + "." + (1 + i % 200) + "/32")
                .collect(Collectors.joining(", "));
        hosts.start(MoveSegment.FIRST, """
                - {virtualIP: many, family: IPv4, virtualRouterID: 51, priority: 200, addresses: [%s], interface: {type: Name, name: eth0}, advertisementIntervalMilliseconds: 100, announcement: {count: 20, intervalMilliseconds: 50}}
                """.formatted(addresses));
        hosts.awaitLog(MoveSegment.FIRST, "ACTIVE");
        double gap = Double.MAX_VALUE;
        int announced = 0;
        for (int round = 0; round < MOST_ROUNDS && gap >= 0.15; round++) {
            int before = wire.advertisements(51).size();
            int announcedBefore = wire.announcements().size();
            hosts.announce(MoveSegment.FIRST, "many");
            await("20 bursts of 255 addresses in both forms")
                    .atMost(LIMIT)
                    .until(() -> wire.announcements().size() >= announcedBefore + 20 * 2 * 255);
            announced = wire.announcements().size() - announcedBefore;
            gap = WireLog.longestGapSeconds(
                    wire.advertisements(51).stream().skip(before).toList());
        }
        Measured.print(
                "255 addresses of one router at 100 ms",
                String.format(Locale.ROOT, "%d announcements, longest gap of advertisements %.3f s", announced, gap));
        assertThat(gap).isLessThan(0.15);
    }

    @Test
    void formsCountsRepetitionAndRefresh() {
        String plan = "count: 3, intervalMilliseconds: 100, repeatAfterSeconds: 2, refreshSeconds: 0";
        hosts.start(
                MoveSegment.FIRST,
                router("request", 51, "10.78.0.101/24", plan + ", form: Request")
                        + router("reply", 52, "10.78.0.102/24", plan + ", form: Reply")
                        + router("both", 53, "10.78.0.103/24", plan + ", form: Both")
                        + router(
                                "refreshed",
                                54,
                                "10.78.0.104/24",
                                "count: 1, repeatAfterSeconds: 0, refreshSeconds: 1, form: Reply")
                        + router("six", 55, "\"fd78::105/64\"", plan).replace("IPv4", "IPv6"));
        await("refreshed four times")
                .atMost(LIMIT)
                .until(() -> of("10.78.0.104").size() >= 5);

        assertThat(forms("10.78.0.101")).containsOnly("Request").hasSize(6);
        assertThat(forms("10.78.0.102")).containsOnly("Reply").hasSize(6);
        assertThat(forms("10.78.0.103")).hasSize(12).containsOnly("Request", "Reply");
        assertThat(forms("fd78::105")).containsOnly("advertisement").hasSize(6);
        List<WireLog.Announced> burst = of("10.78.0.102");
        assertThat(burst.get(3).atSeconds() - burst.getFirst().atSeconds()).isBetween(1.9, 4.0);
        List<WireLog.Announced> refreshed = of("10.78.0.104");
        assertThat(refreshed.get(4).atSeconds() - refreshed.getFirst().atSeconds())
                .isBetween(3.9, 8.0);
    }

    private static String router(String name, int virtualRouterID, String address, String announcement) {
        return """
                - {virtualIP: %s, family: IPv4, virtualRouterID: %d, priority: 200, addresses: [%s], advertisementIntervalMilliseconds: 100, announcement: {%s}}
                """.formatted(name, virtualRouterID, address, announcement);
    }

    private List<WireLog.Announced> of(String address) {
        return wire.announcements().stream()
                .filter(one -> one.address().equals(address))
                .toList();
    }

    private List<String> forms(String address) {
        return of(address).stream().map(WireLog.Announced::form).toList();
    }
}
