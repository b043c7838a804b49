package io.vipoperator.node.sim;

import io.vipoperator.node.loop.AddressWithPrefix;
import io.vipoperator.node.loop.AnnouncementForm;
import io.vipoperator.node.loop.InstallPlan;
import io.vipoperator.node.loop.InterfaceRule;
import io.vipoperator.node.loop.RouterKey;
import io.vipoperator.node.loop.RouterSetup;
import io.vipoperator.node.vrrp.AnnouncementPlan;
import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.wire.ChecksumForm;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Routers as the tests want them: number 0 is vip-0 with VRID 50 and the addresses 10.0.0.100 and on. */
final class Setups {
    private Setups() {}

    static RouterSetup router(int number, int addressCount, int priority, double intervalMillis) {
        List<IpAddress> addresses = IntStream.range(0, addressCount)
                .mapToObj(i -> IpAddress.parse("10.0.0." + (100 + 10 * number + i)))
                .toList();
        return new RouterSetup(
                new RouterKey("vip-" + number, Family.IPV4),
                "uid-" + number,
                1,
                new InterfaceRule.Subnet(),
                50 + number,
                priority,
                addresses,
                new InstallPlan(
                        addresses.stream()
                                .map(address -> new AddressWithPrefix(address, 32))
                                .toList(),
                        false,
                        true,
                        Optional.empty()),
                Millis.of(intervalMillis),
                true,
                0,
                0,
                new AnnouncementPlan(5, Millis.of(200), Millis.of(5_000), Millis.of(60_000)),
                AnnouncementForm.BOTH,
                number % 2 == 0 ? ChecksumForm.PSEUDO_HEADER : ChecksumForm.MESSAGE_ONLY,
                List.of());
    }

    static RouterSetup withPreemption(RouterSetup setup, boolean preempt, double delayMillis, double startupMillis) {
        return new RouterSetup(
                setup.key(),
                setup.uid(),
                setup.generation(),
                setup.interfaceRule(),
                setup.virtualRouterID(),
                setup.priority(),
                setup.advertised(),
                setup.install(),
                setup.intervalNanos(),
                preempt,
                Millis.of(delayMillis),
                Millis.of(startupMillis),
                setup.announcement(),
                setup.announcementForm(),
                setup.checksumForm(),
                setup.missingFeatures());
    }

    static RouterSetup withPriority(RouterSetup setup, int priority) {
        return new RouterSetup(
                setup.key(),
                setup.uid(),
                setup.generation() + 1,
                setup.interfaceRule(),
                setup.virtualRouterID(),
                priority,
                setup.advertised(),
                setup.install(),
                setup.intervalNanos(),
                setup.preempt(),
                setup.preemptDelayNanos(),
                setup.startupDelayNanos(),
                setup.announcement(),
                setup.announcementForm(),
                setup.checksumForm(),
                setup.missingFeatures());
    }
}
