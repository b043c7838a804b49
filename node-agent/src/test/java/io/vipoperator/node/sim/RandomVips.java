package io.vipoperator.node.sim;

import io.vipoperator.node.loop.Authentication;
import io.vipoperator.node.loop.CheckEffect;
import io.vipoperator.node.loop.TrackedInterface;
import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.wire.AuthenticationKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** VirtualIPs of all kinds, for a number of nodes that are all members. */
final class RandomVips {
    private static final double[] INTERVALS_MILLIS = {10, 50, 100, 100, 200, 500, 1_000};
    private static final List<List<Family>> FAMILIES =
            List.of(List.of(Family.IPV4), List.of(Family.IPV6), List.of(Family.IPV4, Family.IPV6));

    private final SplittableRandom random;
    private final int nodes;
    private final boolean grouped;
    private final boolean preemptionEverywhere;
    private final double delayMillis;
    private final List<TrackedInterface> groupsTracked;
    private final double groupsIntervalMillis;
    private final List<SimVip.Member> groupsMembers = new ArrayList<>();

    RandomVips(SplittableRandom random, int nodes) {
        this.random = random;
        this.nodes = nodes;
        grouped = random.nextInt(3) == 0;
        preemptionEverywhere = random.nextBoolean();
        delayMillis = random.nextInt(3) == 0 ? random.nextInt(2_000) : 0;
        groupsTracked = tracked();
        groupsIntervalMillis = random.nextInt(1, 4) * 100;
        boolean preempts = preemptionEverywhere || random.nextBoolean();
        for (int node = 0; node < nodes; node++) {
            groupsMembers.add(new SimVip.Member(priority(), 0, preempts));
        }
    }

    /** All of one group speak the same way: each hands over within its own intervals, and the group needs its slowest one's. */
    List<SimVip> some() {
        int count = 1 + random.nextInt(3);
        List<SimVip> vips = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            vips.add(one(number));
        }
        return vips;
    }

    private SimVip one(int number) {
        int version = grouped ? 3 : random.nextInt(4) == 0 ? 2 : 3;
        Authentication authentication = authentication(version);
        List<Family> families = version == 2 ? FAMILIES.get(0) : FAMILIES.get(random.nextInt(FAMILIES.size()));
        // Members of a group, and both families of a VirtualIP, are one decision: of the same candidates.
        boolean together = grouped || families.size() > 1;
        double interval = grouped ? groupsIntervalMillis : interval(version, authentication);
        boolean sameInterval =
                grouped || version == 2 || authentication instanceof Authentication.Hmac || random.nextInt(3) > 0;
        boolean preempts = preemptionEverywhere || random.nextBoolean();
        TreeMap<Integer, SimVip.Member> members = new TreeMap<>();
        for (int node = 0; node < nodes; node++) {
            double own = sameInterval ? interval : interval(version, authentication);
            SimVip.Member ofGroup = groupsMembers.get(node);
            members.put(
                    node,
                    grouped
                            ? new SimVip.Member(ofGroup.priority(), own, ofGroup.preempt())
                            : new SimVip.Member(
                                    priority(),
                                    own,
                                    together ? preempts : preemptionEverywhere || random.nextBoolean()));
        }
        return new SimVip(
                number,
                random.nextInt(3) == 0 ? 1 : 0,
                families,
                version,
                50 + number,
                1 + (number % 3),
                grouped ? "web" : "vip-" + number,
                random.nextInt(4) == 0,
                authentication,
                delayMillis,
                random.nextInt(4) == 0 ? 500 : 0,
                grouped ? groupsTracked : tracked(),
                List.of(),
                members);
    }

    private int priority() {
        return random.nextInt(3) == 0 ? 100 : random.nextInt(1, 250);
    }

    private double interval(int version, Authentication authentication) {
        if (version == 2) {
            return 1_000;
        }
        double interval = INTERVALS_MILLIS[random.nextInt(INTERVALS_MILLIS.length)];
        return authentication instanceof Authentication.Hmac ? Math.max(100, interval) : interval;
    }

    private Authentication authentication(int version) {
        if (version == 2) {
            return random.nextBoolean() ? new Authentication.None() : new Authentication.Password(key(1));
        }
        return random.nextInt(4) == 0 ? new Authentication.Hmac(List.of(key(1))) : new Authentication.None();
    }

    static AuthenticationKey key(int id) {
        return new AuthenticationKey(id, ("key" + id).getBytes(StandardCharsets.US_ASCII));
    }

    private List<TrackedInterface> tracked() {
        return switch (random.nextInt(6)) {
            case 0 -> List.of(new TrackedInterface("eth2", new CheckEffect.Lowest()));
            case 1 -> List.of(new TrackedInterface("eth2", new CheckEffect.Fault()));
            case 2 -> List.of(new TrackedInterface("eth2", new CheckEffect.Weight(-100)));
            default -> List.of();
        };
    }
}
