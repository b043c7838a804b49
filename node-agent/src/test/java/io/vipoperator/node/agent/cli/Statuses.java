package io.vipoperator.node.agent.cli;

import io.vipoperator.api.v1alpha1.AddressStatus;
import io.vipoperator.api.v1alpha1.CheckStatus;
import io.vipoperator.api.v1alpha1.Family;
import io.vipoperator.api.v1alpha1.Incident;
import io.vipoperator.api.v1alpha1.RouterState;
import io.vipoperator.api.v1alpha1.RouterStatus;
import io.vipoperator.api.v1alpha1.VirtualIPNodeStateStatus;
import java.util.List;

/** What an agent could report. */
final class Statuses {
    static final RouterStatus ACTIVE = new RouterStatus(
            "ingress",
            "11-22",
            Family.IPv4,
            51,
            "eth0",
            RouterState.Active,
            240,
            null,
            3L,
            List.of(new AddressStatus("10.0.0.160/24", "Held", null)),
            "2026-11-21T10:00:00Z",
            "ActiveDown",
            null,
            new Incident("SplitBrainHealed", "10.0.0.2 was Active too", 2, "2026-11-21T10:01:00Z"));
    static final RouterStatus BACKUP = new RouterStatus(
            "db",
            null,
            Family.IPv6,
            7,
            "bond0.100",
            RouterState.Backup,
            100,
            "fe80::1",
            0L,
            List.of(new AddressStatus("2001:db8::7/64", "Absent", null)),
            "2026-11-21T07:58:00Z",
            "Started",
            null,
            null);
    static final RouterStatus FAULT = new RouterStatus(
            "web",
            null,
            Family.IPv4,
            8,
            null,
            RouterState.Fault,
            100,
            null,
            0L,
            List.of(),
            "2026-11-21T10:04:00Z",
            "InterfaceNotFound",
            "no NIC has the subnet of 10.9.0.1/24",
            null);

    private Statuses() {}

    static VirtualIPNodeStateStatus withChecks(CheckStatus... checks) {
        return new VirtualIPNodeStateStatus(1L, 0L, null, List.of(), List.of(), List.of(checks), List.of(), List.of());
    }

    static VirtualIPNodeStateStatus of(RouterStatus... routers) {
        return new VirtualIPNodeStateStatus(1L, 0L, null, List.of(), List.of(routers), List.of(), List.of());
    }
}
