package io.vipoperator.node.vrrp;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a router remembers while it takes part in the election, whether Backup or Active. Immutable and bounded,
 * whatever peers send.
 *
 * @param eligibleSinceNanos when it began to take part; the preempt delay counts from there
 * @param peerHeard some peer was ever heard
 * @param observed what was said since the last change of state, so that it is said once and not per packet
 */
record Participation(long eligibleSinceNanos, boolean peerHeard, Set<Effect.Observe> observed) {
    /** Forged sources must not make the state grow. */
    private static final int MOST_OBSERVED = 16;

    Participation {
        observed = Set.copyOf(observed);
    }

    static Participation beginning(long nowNanos, boolean peerHeard) {
        return new Participation(nowNanos, peerHeard, Set.of());
    }

    /** After a change of state or of the configuration everything may be said anew. */
    Participation renewed() {
        return observed.isEmpty() ? this : new Participation(eligibleSinceNanos, peerHeard, Set.of());
    }

    /** The same after an edit. Who has ceased to fail becomes eligible only now. */
    Participation renewed(RouterConfig config, Event.Reconfigured edit, long nowNanos) {
        boolean eligibleOnlyNow = edit.recovered() || (edit.previous().failing() && !config.failing());
        return eligibleOnlyNow ? new Participation(nowNanos, peerHeard, Set.of()) : renewed();
    }

    /** Some peer was heard, and that was said about it. */
    Participation heard(List<Effect> said) {
        if (peerHeard && said.isEmpty()) {
            return this;
        }
        Set<Effect.Observe> all = new HashSet<>(observed);
        for (Effect effect : said) {
            if (effect instanceof Effect.Observe observe) {
                all.add(observe);
            }
        }
        return new Participation(eligibleSinceNanos, true, all);
    }

    /** What an advertisement reveals that hasn't been said yet. A resignation is no news of anybody's configuration. */
    List<Effect> reveals(RouterConfig config, Advertisement advertisement, IpAddress source) {
        if (advertisement.priority() == 0) {
            return List.of();
        }
        List<Effect> news = new ArrayList<>();
        if (config.priority() == 255 && advertisement.priority() == 255) {
            addIfNew(news, new Effect.Observe(Observation.SecondOwner, source));
        }
        if (!sameAddresses(config.addresses(), advertisement.addresses())) {
            addIfNew(news, new Effect.Observe(Observation.AddressListDiffers, source));
        }
        if (config.intervalNanos() != advertisement.intervalNanos()) {
            addIfNew(news, new Effect.Observe(Observation.IntervalDiffers, source));
        }
        return news;
    }

    private void addIfNew(List<Effect> news, Effect.Observe observe) {
        if (!observed.contains(observe) && observed.size() + news.size() < MOST_OBSERVED) {
            news.add(observe);
        }
    }

    private static boolean sameAddresses(List<IpAddress> ours, List<IpAddress> theirs) {
        return ours.equals(theirs)
                || (ours.size() == theirs.size() && Set.copyOf(ours).equals(Set.copyOf(theirs)));
    }
}
