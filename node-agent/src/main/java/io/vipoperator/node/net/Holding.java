package io.vipoperator.node.net;

import io.vipoperator.node.loop.AddressWithPrefix;
import io.vipoperator.node.loop.InstallPlan;
import io.vipoperator.node.loop.RouterKey;
import io.vipoperator.node.vrrp.Family;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The addresses that one router wants, and what has happened to them. Part of {@link Holdings}, by which it is changed. */
final class Holding {
    static final int LIFETIME_SECONDS = 3;

    /** What the loop was told last. */
    enum Phase {
        SETTLING,
        HELD,
        LOST
    }

    final RouterKey router;
    final InstallPlan plan;
    final boolean finite;
    final Map<AddressKey, AddressRequest.Lasting> wanted = new LinkedHashMap<>();
    /** When the address got its lifetime last; absent = not under this plan. */
    final Map<AddressKey, Long> renewedAtNanos = new HashMap<>();
    /** Addresses of which the kernel said that they exist. */
    final Set<AddressKey> existing = new HashSet<>();
    /** IPv6 addresses for which packets are delivered. */
    final Set<AddressKey> delivered = new HashSet<>();
    /** When lost addresses were put back, the last ones. */
    final Deque<Long> putBackAtNanos = new ArrayDeque<>();

    Phase phase = Phase.SETTLING;

    Holding(RouterKey router, int interfaceIndex, InstallPlan plan) {
        this.router = router;
        this.plan = plan;
        finite = plan.deadManSwitch();
        for (AddressWithPrefix address : plan.onNic()) {
            var key = new AddressKey(interfaceIndex, address.address(), address.prefixLength());
            int lifetimeSeconds = finite ? LIFETIME_SECONDS : AddressRequest.FOREVER;
            var label = plan.label().filter(text -> key.address().family() == Family.IPV4);
            wanted.put(key, new AddressRequest.Lasting(key, plan.prefixRoute(), lifetimeSeconds, label));
        }
    }

    /** The same on another NIC, where nothing of it is yet. */
    Holding on(int interfaceIndex) {
        var holding = new Holding(router, interfaceIndex, plan);
        holding.phase = phase == Phase.SETTLING ? Phase.SETTLING : Phase.LOST;
        return holding;
    }

    /** Goes on where the router's former plan ended. */
    void succeed(Holding before) {
        putBackAtNanos.addAll(before.putBackAtNanos);
        delivered.addAll(before.delivered);
        delivered.retainAll(wanted.keySet());
        if (before.finite == finite) {
            // Under another lifetime each address must be renewed once, to get it.
            renewedAtNanos.putAll(before.renewedAtNanos);
            renewedAtNanos.keySet().retainAll(wanted.keySet());
        }
    }
}
