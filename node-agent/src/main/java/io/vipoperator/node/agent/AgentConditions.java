package io.vipoperator.node.agent;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The conditions of the agent itself: {@code SpecAccepted}, whether the newest spec is one that it can run, {@code
 * StateCached}, whether what runs is on disk, and, once that has failed, {@code ControlSocketListening}. The time of a
 * transition stays while the status does. Any thread.
 */
final class AgentConditions {
    private static final int LONGEST_MESSAGE = 1024;

    private final Clock wall;
    private final Map<String, Condition> conditions = new LinkedHashMap<>();
    private Runnable listener = () -> {};

    AgentConditions(Clock wall) {
        this.wall = wall;
    }

    /** Calls this from now on whenever a condition has changed; it must not block. */
    synchronized void onChange(Runnable whenChanged) {
        listener = whenChanged;
    }

    /** Why the newest spec does not run; empty if it does. */
    void specRefused(String message) {
        set("SpecAccepted", message, "Valid", "Invalid");
    }

    /** Why what runs is not on disk; empty if it is. */
    void cacheFailed(String message) {
        set("StateCached", message, "Written", "WriteFailed");
    }

    /** Why nobody can ask the agent what it does; empty if they can again. */
    void controlSocketFailed(String message) {
        set("ControlSocketListening", message, "Listening", "ListenFailed");
    }

    /** All that were set, as they are now. */
    synchronized List<Condition> current() {
        return List.copyOf(conditions.values());
    }

    private synchronized void set(String type, String failure, String good, String bad) {
        boolean holds = failure.isEmpty();
        String status = holds ? "True" : "False";
        Condition before = conditions.get(type);
        String since = before != null && before.getStatus().equals(status)
                ? before.getLastTransitionTime()
                : wall.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        Condition now = new ConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(holds ? good : bad)
                .withMessage(failure.length() <= LONGEST_MESSAGE ? failure : failure.substring(0, LONGEST_MESSAGE))
                .withLastTransitionTime(since)
                .build();
        if (!now.equals(conditions.put(type, now))) {
            listener.run();
        }
    }
}
