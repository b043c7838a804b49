package io.vipoperator.e2e.moves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two agents that sign with keys of which the other has none: both are Active, which is said loudly, and the key heals it. Needs root. */
class KeysOutOfStepTest {
    private static final String VIP = "10.78.0.100";
    private static final String FIRST = MoveSegment.FIRST;
    private static final String SECOND = MoveSegment.SECOND;

    private MoveSegment hosts;

    @BeforeEach
    void makeSegment() {
        hosts = new MoveSegment(VIP);
    }

    @AfterEach
    void removeSegment() {
        hosts.close();
    }

    @Test
    void eachNamesTheOtherUntilOneHasBothKeys() {
        String oldKey = hosts.addKey("the old key of the two, of 32 octets at least");
        String newKey = hosts.addKey("the new key of the two, of 32 octets at least");
        hosts.start(FIRST, signed(200, oldKey));
        hosts.awaitHolder(FIRST, VIP);
        hosts.start(SECOND, signed(100, oldKey));
        hosts.awaitLog(SECOND, "BACKUP");

        hosts.edit(SECOND, signed(100, newKey));
        await("both are Active").atMost(Duration.ofMinutes(1)).until(() -> hosts.holds(SECOND, VIP));
        assertThat(hosts.holds(FIRST, VIP)).isTrue();
        awaitComplaint(SECOND, "10.78.0.11");
        awaitComplaint(FIRST, "10.78.0.12");

        hosts.edit(FIRST, signed(200, newKey + ", " + oldKey));
        hosts.awaitHolder(FIRST, VIP);
    }

    private void awaitComplaint(String host, String peer) {
        await(host + " names " + peer).atMost(Duration.ofMinutes(1)).until(() -> {
            String shown = hosts.show(host);
            return shown.contains("AuthenticationFailed") && shown.contains(peer);
        });
    }

    private static String signed(int priority, String keys) {
        return """
                - {virtualIP: hmac, family: IPv4, virtualRouterID: 53, priority: %d, addresses: [%s/24], advertisementIntervalMilliseconds: 100, authentication: {type: HMAC, keys: [%s]}}
                """.formatted(priority, VIP, keys);
    }
}
