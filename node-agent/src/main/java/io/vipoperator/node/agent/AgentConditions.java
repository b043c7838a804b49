package io.vipoperator.node.agent;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The conditions of the agent itself: whether the newest spec is one that it can run, and whether what runs is on disk.
 * The time of a transition stays while the status does. Owned by the reporter's thread.
 */
final class AgentConditions {
    private static final int LONGEST_MESSAGE = 1024;

    private final Clock wall;
    private final Map<String, Condition> conditions = new LinkedHashMap<>();

    AgentConditions(Clock wall) {
        this.wall = wall;
    }

    /**
     * The conditions as they are now.
     *
     * @param refusal why the newest spec does not run
     * @param cacheFailure why what runs is not on disk; empty if it is
     */
    List<Condition> of(Optional<String> refusal, String cacheFailure) {
        set("SpecAccepted", refusal.isEmpty(), refusal.isEmpty() ? "Valid" : "Invalid", refusal.orElse(""));
        set("StateCached", cacheFailure.isEmpty(), cacheFailure.isEmpty() ? "Written" : "WriteFailed", cacheFailure);
        return List.copyOf(conditions.values());
    }

    private void set(String type, boolean holds, String reason, String message) {
        String status = holds ? "True" : "False";
        Condition before = conditions.get(type);
        String since = before != null && before.getStatus().equals(status)
                ? before.getLastTransitionTime()
                : wall.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        conditions.put(
                type,
                new ConditionBuilder()
                        .withType(type)
                        .withStatus(status)
                        .withReason(reason)
                        .withMessage(
                                message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE))
                        .withLastTransitionTime(since)
                        .build());
    }
}
