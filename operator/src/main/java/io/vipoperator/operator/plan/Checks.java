package io.vipoperator.operator.plan;

import io.vipoperator.api.v1alpha1.NamedEffect;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is decided for each HealthCheck, and what follows for the VirtualIPs that refer to it. Confined to one plan. */
final class Checks {
    private final SortedMap<String, CheckPlan> plans = new TreeMap<>();
    private final Programmed programmed;

    Checks(Fleet fleet, Programmed programmed) {
        this.programmed = programmed;
        CheckSupport support = new CheckSupport(fleet);
        for (CheckRequest request : fleet.healthChecks()) {
            List<Refusal> refusals = new ArrayList<>(support.refusals(request.spec()));
            refusals.addAll(CheckSecrets.refusals(request, fleet.keys()));
            refusals.sort(Comparator.comparing(Refusal::reason).thenComparing(Refusal::message));
            plans.put(
                    request.name(),
                    new CheckPlan(
                            request,
                            List.copyOf(refusals),
                            refusals.isEmpty()
                                    ? Optional.of(CheckSecrets.resolved(request, fleet.keys()))
                                    : Optional.empty()));
        }
    }

    /** By name. */
    SortedMap<String, CheckPlan> plans() {
        return plans;
    }

    /** References to what is not there, or is refused itself. */
    List<Refusal> refusals(VipRequest vip) {
        List<Refusal> refusals = new ArrayList<>();
        List<NamedEffect> references = Values.orEmpty(vip.spec().healthChecks());
        for (int i = 0; i < references.size(); i++) {
            String name = references.get(i).name();
            String field = "spec.healthChecks[" + i + "]: HealthCheck " + name;
            CheckPlan check = plans.get(name);
            if (check == null) {
                refusals.add(new Refusal(Reason.HealthCheckNotFound, field + " is not there, must exist"));
            } else if (!check.accepted()) {
                refusals.add(new Refusal(
                        Reason.HealthCheckNotAccepted,
                        field + " is not accepted, must be: "
                                + check.refusals().get(0).reason() + ", "
                                + check.refusals().get(0).message()));
            }
        }
        return refusals;
    }

    /** What an agent must be able to do for these checks. */
    Set<String> features(Collection<NamedEffect> references) {
        Set<String> features = new TreeSet<>();
        for (NamedEffect reference : references) {
            kind(reference.name()).ifPresent(kind -> features.add(kind.feature()));
        }
        return features;
    }

    /** Of an accepted check. */
    Optional<CheckKind> kind(String name) {
        return Optional.ofNullable(plans.get(name))
                .flatMap(CheckPlan::resolved)
                .flatMap(check -> CheckKind.of(check.spec()).stream().findFirst());
    }

    /** Estimated from above: octets of its JSON in a node state; of a refused one, of what runs on. */
    int bytes(String name) {
        return Optional.ofNullable(plans.get(name))
                .flatMap(CheckPlan::resolved)
                .or(() -> programmed.newestCheck(name))
                .map(CheckSize::bytes)
                .orElse(0);
    }
}
