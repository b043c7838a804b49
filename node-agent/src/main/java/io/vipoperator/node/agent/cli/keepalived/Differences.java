package io.vipoperator.node.agent.cli.keepalived;

import io.vipoperator.api.v1alpha1.PreemptionMode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Says where the hosts of one election disagree, and what cannot work as they are set. Pure but for the ledger. */
final class Differences {
    /** The settings that a VirtualIP has once, in keepalived's words; null = the default. */
    private static final Map<String, Function<Instance, Object>> SETTINGS = new TreeMap<>(Map.ofEntries(
            Map.entry("virtual_ipaddress", one -> one.settings().addresses()),
            Map.entry("virtual_ipaddress_excluded", one -> one.settings().excluded()),
            Map.entry("label", one -> one.settings().label().orElse(null)),
            Map.entry("no_virtual_ipaddress", one -> !one.settings().installed()),
            Map.entry("version", one -> one.settings().version()),
            Map.entry("advert_int", one -> one.settings().intervalMilliseconds() + " ms"),
            Map.entry("preempt_delay", one -> one.settings().preemption().delaySeconds() + " s"),
            Map.entry("vrrp_startup_delay", one -> one.settings().startupDelaySeconds() + " s"),
            Map.entry("unicast_peer", one -> one.settings().unicast() ? "unicast" : "multicast"),
            Map.entry("authentication", one -> one.settings().secrecy()),
            Map.entry("v3_checksum_as_v2", one -> one.settings().checksum()),
            Map.entry("use_vmac", one -> one.settings().virtualMac()),
            Map.entry("garp_master_*", one -> one.settings().announcement())));

    private static final String UNSET = "the default";

    private final Ledger ledger;

    Differences(Ledger ledger) {
        this.ledger = ledger;
    }

    /** All of one election. */
    void say(Election election) {
        Instance first = election.first();
        for (Instance other :
                election.instances().subList(1, election.instances().size())) {
            SETTINGS.forEach((option, setting) -> {
                Object here = setting.apply(other);
                Object there = setting.apply(first);
                if (!Objects.equals(here, there)) {
                    boolean secret = option.equals("authentication");
                    differs(other, option, secret ? "other" : text(here), first, secret ? "its own" : text(there));
                }
            });
        }
        preemption(election);
        states(election);
        priorities(election);
        trackers(election);
    }

    private void differs(Instance other, String option, String here, Instance first, String there) {
        ledger.remark(
                other.place(),
                option,
                "is " + here + ", but in " + first.place() + " " + there + ": a VirtualIP has one, and " + there
                        + " is taken; make them equal");
    }

    private static String text(Object value) {
        return value == null
                ? UNSET
                : value instanceof List<?> list ? list.isEmpty() ? "none" : join(list) : value.toString();
    }

    private static String join(List<?> list) {
        return String.join(", ", list.stream().map(Object::toString).toList());
    }

    private void preemption(Election election) {
        Instance best = election.ranked().get(0);
        for (Instance other : election.instances()) {
            PreemptionMode mode = other.settings().preemption().mode();
            if (mode != best.settings().preemption().mode()) {
                ledger.remark(
                        other.place(),
                        "nopreempt",
                        (mode == PreemptionMode.Never ? "stands here, but not" : "is missing here, but stands") + " in "
                                + best.place() + ", which has the highest priority and decides: preemption.mode is "
                                + best.settings().preemption().mode());
            }
        }
    }

    private void states(Election election) {
        List<Instance> ranked = election.ranked();
        for (Instance other : election.instances()) {
            if (other.startsAs().equals(Optional.of("MASTER"))
                    && other.priority() < ranked.get(0).priority()) {
                ledger.remark(
                        other.place(),
                        "state MASTER",
                        "contradicts its priority " + other.priority() + ", which is below the "
                                + ranked.get(0).priority() + " of "
                                + ranked.get(0).node().name() + ": priorities alone decide");
            }
        }
    }

    private void priorities(Election election) {
        List<Instance> ranked = election.ranked();
        for (int i = 1; i < ranked.size(); i++) {
            if (ranked.get(i).priority() == ranked.get(i - 1).priority()) {
                ledger.remark(
                        ranked.get(i).place(),
                        "priority " + ranked.get(i).priority(),
                        "is that of " + ranked.get(i - 1).node().name() + " as well: the higher address wins");
            }
        }
    }

    /** A weight that isn't more than the distance to the next priority moves nothing. */
    private void trackers(Election election) {
        for (Instance instance : election.instances()) {
            Instance.Trackers trackers = instance.trackers();
            Stream.concat(trackers.healthChecks().stream(), trackers.interfaces().stream())
                    .filter(tracker -> tracker.effect().weight() != null)
                    .forEach(tracker -> weight(
                            election,
                            instance,
                            tracker.name(),
                            tracker.effect().weight(),
                            trackers.places().getOrDefault(tracker.name(), instance.place())));
        }
    }

    private void weight(Election election, Instance instance, String name, int weight, Place place) {
        Optional<Instance> next = election.ranked().stream()
                .filter(other -> other.priority() < instance.priority())
                .findFirst();
        if (next.isPresent()
                && Math.abs(weight) <= instance.priority() - next.get().priority()) {
            ledger.remark(
                    place,
                    name + " weight " + weight,
                    "is not more than the distance between " + instance.node().name() + " (" + instance.priority()
                            + ") and "
                            + next.get().node().name() + " (" + next.get().priority()
                            + "): its failure alone moves nothing; give a greater weight, or effect Fault or Lowest");
        }
    }
}
