package io.vipoperator.node.loop;

import static io.vipoperator.node.loop.ReceptionUnderTest.KEY_1;
import static io.vipoperator.node.loop.ReceptionUnderTest.KEY_2;
import static io.vipoperator.node.loop.ReceptionUnderTest.dialect;
import static io.vipoperator.node.loop.ReceptionUnderTest.hmac;
import static io.vipoperator.node.loop.ReceptionUnderTest.ipv4;
import static io.vipoperator.node.loop.ReceptionUnderTest.ipv6;
import static io.vipoperator.node.loop.ReceptionUnderTest.peer;
import static io.vipoperator.node.loop.ReceptionUnderTest.unicast;

import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.wire.AuthenticationKey;
import io.vipoperator.node.wire.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;

/** Seven routers of all kinds and the oracle's models of them, which hear the same packets and must agree after each. */
final class FuzzedRouters {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] PASSWORD = "abcd1234".getBytes(StandardCharsets.US_ASCII);

    final ReceptionUnderTest test = routers();
    private final FuzzOracle oracle = new FuzzOracle();
    private final boolean active;

    /** Freshly started Backups, or routers that have just become Active. */
    FuzzedRouters(boolean active) {
        this.active = active;
        for (Router router : test.routers) {
            FuzzOracle.Model model = new FuzzOracle.Model(router.setup.dialect().version(), test.nowNanos);
            model.active = active;
            oracle.models.put(name(router), model);
        }
        oracle.models.get("4/53").password = PASSWORD;
        oracle.models.get("4/54").peers.putAll(Map.of("0a00000c", 255, "c0000201", 250));
        for (String signed : new String[] {"4/55", "6/55"}) {
            oracle.models.get(signed).hmacKeys.putAll(Map.of(1, KEY_1.value(), 2, KEY_2.value()));
        }
        if (active) {
            test.becomeActive();
        }
    }

    /**
     * Both hear the packet.
     *
     * @return the label of the verdict
     * @throws AssertionError if they disagree about it or its consequences
     */
    String hear(FuzzPackets.Packet packet) {
        test.nowNanos += 500_000;
        test.epochNanos += 100_000;
        long heededBefore = test.counters.advertisementsReceived();
        Map<Rejection, Long> rejectedBefore = rejections();
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
        boolean heeded = test.counters.advertisementsReceived() > heededBefore;
        String verdict = (heeded ? FuzzOracle.HEEDED : "") + rejectedSince(rejectedBefore);
        if (!verdict.equals(expected) || !sameStates()) {
            throw new AssertionError("%s, but the oracle says %s; packet %s"
                    .formatted(
                            verdict + states(),
                            expected + statesOfOracle(),
                            HEX.formatHex(packet.octets, 0, packet.length)));
        }
        return verdict;
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

    private static String name(Router router) {
        return (router.key.family() == Family.IPV4 ? "4/" : "6/") + router.setup.virtualRouterID();
    }

    private boolean sameStates() {
        for (Router router : test.routers) {
            FuzzOracle.Model model = oracle.models.get(name(router));
            if (router.isActive() != model.active || (!active && !sameBackup(router, model))) {
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

    private String states() {
        StringBuilder text = new StringBuilder();
        for (Router router : test.routers) {
            text.append("; ").append(name(router)).append(router.isActive() ? " Active" : " not Active");
            if (!active) {
                text.append(" until ").append(router.state.deadlineNanos()).append(" for ");
                text.append(router.state
                        .activeAddress()
                        .map(one -> HEX.formatHex(one.octets()))
                        .orElse(""));
            }
        }
        return text.toString();
    }

    private String statesOfOracle() {
        StringBuilder text = new StringBuilder();
        for (Router router : test.routers) {
            FuzzOracle.Model model = oracle.models.get(name(router));
            text.append("; ").append(name(router)).append(model.active ? " Active" : " not Active");
            if (!active) {
                text.append(" until ").append(model.downAtNanos).append(" for ").append(model.activeAddress);
            }
        }
        return text.toString();
    }

    private static String address(String hex) {
        return IpAddress.of(HEX.parseHex(hex)).toString();
    }

    private Map<Rejection, Long> rejections() {
        Map<Rejection, Long> counts = new EnumMap<>(Rejection.class);
        for (Rejection reason : Rejection.values()) {
            counts.put(reason, test.counters.rejected(reason));
        }
        return counts;
    }

    private String rejectedSince(Map<Rejection, Long> before) {
        StringBuilder labels = new StringBuilder();
        for (Rejection reason : Rejection.values()) {
            if (test.counters.rejected(reason) > before.get(reason)) {
                labels.append(reason.label());
            }
        }
        return labels.toString();
    }
}
