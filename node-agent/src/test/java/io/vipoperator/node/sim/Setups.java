package io.vipoperator.node.sim;

import io.vipoperator.node.loop.AddressWithPrefix;
import io.vipoperator.node.loop.AnnouncementForm;
import io.vipoperator.node.loop.Candidacy;
import io.vipoperator.node.loop.Dialect;
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
                "vip-" + number,
                new InterfaceRule.Subnet(),
                50 + number,
                Candidacy.of(priority, true, 0, 0),
                Dialect.multicast(
                        Millis.of(intervalMillis),
                        number % 2 == 0 ? ChecksumForm.PSEUDO_HEADER : ChecksumForm.MESSAGE_ONLY),
                addresses,
                new InstallPlan(
                        addresses.stream()
                                .map(address -> new AddressWithPrefix(address, 32))
                                .toList(),
                        false,
                        true,
                        Optional.empty()),
                new AnnouncementPlan(5, Millis.of(200), Millis.of(5_000), Millis.of(60_000)),
                AnnouncementForm.BOTH,
                List.of());
    }

    static RouterSetup withPreemption(RouterSetup setup, boolean preempt, double delayMillis, double startupMillis) {
        return setup.with(Candidacy.of(setup.priority(), preempt, Millis.of(delayMillis), Millis.of(startupMillis)));
    }

    static RouterSetup withPriority(RouterSetup setup, int priority) {
        return setup.with(setup.candidacy().withPriority(priority)).withGeneration(setup.generation() + 1);
    }
}
