package io.vipoperator.e2e.interop;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What of VRRP the routers of a segment speak. */
enum Protocol {
    V2(2, false),
    V2_PASSWORD(2, false),
    V2_UNICAST(2, true),
    V3(3, false),
    V3_UNICAST(3, true),
    V3_IPV6(3, false),
    /** Both families, which must be on one host always. */
    V3_DUAL_STACK(3, false);

    static final int VIRTUAL_ROUTER_ID = 51;
    static final String IPV4 = "10.78.0.100";
    static final String IPV6 = "fd78::100";
    /** Of the virtual router 51, which an IPv6 advertisement lists first (RFC 9568 section 5.2.9); the agent adds it by itself. */
    static final String LINK_LOCAL = "fe80::5e:33";

    private static final int FAST_MILLIS = 100;
    /** Version 2 counts in seconds (RFC 3768 section 5.3.7). */
    private static final int SECOND_MILLIS = 1000;

    private final int version;
    private final boolean unicast;

    Protocol(int version, boolean unicast) {
        this.version = version;
        this.unicast = unicast;
    }

    int version() {
        return version;
    }

    boolean isUnicast() {
        return unicast;
    }

    boolean hasIpv6() {
        return this == V3_IPV6 || this == V3_DUAL_STACK;
    }

    /** As it is printed. */
    String label() {
        return switch (this) {
            case V2 -> "v2";
            case V2_PASSWORD -> "v2 with a password";
            case V2_UNICAST -> "v2 unicast";
            case V3 -> "v3";
            case V3_UNICAST -> "v3 unicast";
            case V3_IPV6 -> "v3 over IPv6";
            case V3_DUAL_STACK -> "v3 of both families";
        };
    }

    private List<String> addresses() {
        return switch (this) {
            case V2, V2_PASSWORD, V2_UNICAST, V3, V3_UNICAST -> List.of(IPV4);
            case V3_IPV6 -> List.of(LINK_LOCAL, IPV6);
            case V3_DUAL_STACK -> List.of(IPV4, LINK_LOCAL, IPV6);
        };
    }

    /** A router that speaks it, preempts, and has no peers yet. */
    Setup setup(int priority) {
        return new Setup(
                version,
                VIRTUAL_ROUTER_ID,
                priority,
                true,
                version == 2 ? SECOND_MILLIS : FAST_MILLIS,
                addresses(),
                this == V2_PASSWORD ? Optional.of("abcd1234") : Optional.empty(),
                false,
                Optional.empty());
    }

    /** {@link #setup} and a change of it. */
    Setup setup(int priority, UnaryOperator<Setup> change) {
        return change.apply(setup(priority));
    }
}
