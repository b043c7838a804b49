package io.vipoperator.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.vipoperator.operator.plan.Values;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds a list of conditions that keeps the time of each status as long as the status. Confined to one call. */
final class Conditions {
    private final List<Condition> former;
    private final long generation;
    private final Instant now;
    private final List<Condition> built = new ArrayList<>();

    Conditions(List<Condition> former, long generation, Instant now) {
        this.former = Values.orEmpty(former);
        this.generation = generation;
        this.now = now;
    }

    Conditions with(String type, Verdict verdict) {
        String status = verdict.holds() ? "True" : "False";
        String since = find(former, type)
                .filter(c -> status.equals(c.getStatus()))
                .map(Condition::getLastTransitionTime)
                .orElse(text(now));
        built.add(new ConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(verdict.reason().name())
                .withMessage(Texts.bounded(verdict.message(), Texts.CONDITION))
                .withObservedGeneration(generation)
                .withLastTransitionTime(since)
                .build());
        return this;
    }

    /** kstatus reads the presence of these, so that they are there only while True. */
    Conditions whileTrue(String type, Verdict verdict) {
        return verdict.holds() ? with(type, verdict) : this;
    }

    List<Condition> list() {
        return List.copyOf(built);
    }

    static Optional<Condition> find(List<Condition> conditions, String type) {
        return Values.orEmpty(conditions).stream()
                .filter(c -> type.equals(c.getType()))
                .findFirst();
    }

    /** RFC 3339 in whole seconds, as Kubernetes writes times. */
    static String text(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
