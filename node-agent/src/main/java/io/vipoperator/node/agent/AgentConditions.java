package io.vipoperator.node.agent;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The conditions of the agent itself: {@code SpecAccepted}, whether the newest spec is one that it can run; {@code StateCached},
 * whether what runs is on disk; and, from the first time on that they fail, {@code KeysReadable}, whether the directory of keys
 * can be read, {@code KeysArrived}, whether all keys and certificates that routers and checks ask for are in it, {@code
 * VerdictsCached}, whether the verdicts of health checks are on disk, {@code RealTime}, whether the kernel
 * granted what is needed to run in time, and {@code ControlSocketListening}, whether it can be asked what it does. {@code
 * IntervalTooShort} is there while it holds. The time of a transition stays while the status does. Any thread.
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

    /** Why verdicts are not on disk; empty if they are. */
    void verdictsNotCached(String message) {
        onceFailed("VerdictsCached", message, "Written", "WriteFailed");
    }

    /** Why keys can't be read; empty if they can. */
    void keysUnreadable(String message) {
        onceFailed("KeysReadable", message, "Read", "ReadFailed");
    }

    /** Which routers lack which keys; empty if none does. */
    void keysMissing(String message) {
        onceFailed("KeysArrived", message, "Arrived", "KeyMissing");
    }

    /** What the kernel refused; empty if nothing. */
    void realTimeRefused(String message) {
        onceFailed("RealTime", message, "Granted", "Refused");
    }

    /** Why nobody can ask the agent what it does; empty if they can again. */
    void controlSocketFailed(String message) {
        onceFailed("ControlSocketListening", message, "Listening", "ListenFailed");
    }

    /** Which routers have too short an interval for this node, and what would do; empty if none has. */
    synchronized void intervalsTooShort(String message) {
        if (!message.isEmpty()) {
            put("IntervalTooShort", "True", "LoopLate", message);
        } else if (conditions.remove("IntervalTooShort") != null) {
            listener.run();
        }
    }

    /** All that were set, as they are now. */
    synchronized List<Condition> current() {
        return List.copyOf(conditions.values());
    }

    private synchronized void onceFailed(String type, String failure, String good, String bad) {
        if (!failure.isEmpty() || conditions.containsKey(type)) {
            set(type, failure, good, bad);
        }
    }

    private synchronized void set(String type, String failure, String good, String bad) {
        boolean holds = failure.isEmpty();
        put(type, holds ? "True" : "False", holds ? good : bad, failure);
    }

    private synchronized void put(String type, String status, String reason, String message) {
        Condition before = conditions.get(type);
        String since = before != null && before.getStatus().equals(status)
                ? before.getLastTransitionTime()
                : wall.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        Condition now = new ConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason)
                .withMessage(message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE))
                .withLastTransitionTime(since)
                .build();
        if (!now.equals(conditions.put(type, now))) {
            listener.run();
        }
    }
}
