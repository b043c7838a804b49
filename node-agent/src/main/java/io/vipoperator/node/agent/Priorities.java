package io.vipoperator.node.agent;

import io.vipoperator.node.net.RealTime;
import io.vipoperator.node.net.RealTime.Outcome;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * What the kernel granted when it was asked to run this process in time. Asked once at the start; the agent runs well
 * without, and shows it.
 */
final class Priorities {
    /** What is asked for. */
    static final List<String> REQUESTS = List.of("memory", "nice", "vm", "loop", "netlink");

    private static final Logger LOG = Logger.getLogger(Priorities.class);
    /** Above ordinary processes and below the kernel's own threads. */
    private static final int ROUND_ROBIN = 10;

    private static final int NICE = -20;
    private final AgentConditions conditions;
    private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();

    /** Says there what is refused. */
    Priorities(AgentConditions conditions) {
        this.conditions = conditions;
    }

    /** Asks for the whole process: before other threads are started. */
    void prepareProcess() {
        outcome("memory", RealTime.lockMemory());
        outcome("nice", RealTime.niceThreads(NICE, Priorities::worksForOthers));
        outcome("vm", RealTime.roundRobinThreads(ROUND_ROBIN, Priorities::stopsTheWorld));
    }

    /**
     * The threads that stop all others, to collect garbage say. Nice doesn't do for them: it counts only among the
     * threads of one control group or session, and the loop would wait for whoever is busy in the others.
     */
    private static boolean stopsTheWorld(String thread) {
        return thread.equals("VM Thread") || thread.startsWith("GC Thread");
    }

    /** Asks for the calling thread. */
    void prepareThread(String name) {
        outcome(name, RealTime.roundRobin(ROUND_ROBIN));
    }

    /** Takes from the calling thread, and from those that it starts, what was asked for the whole process: it works for others. */
    static void ordinaryThread() {
        if (RealTime.niceThread(0) instanceof Outcome.Refused refused) {
            LOG.debugf("%s was refused (%s)", refused.call(), refused.error());
        }
    }

    /** Whether one of {@link #REQUESTS} was granted. */
    boolean granted(String request) {
        return outcomes.get(request) instanceof Outcome.Granted;
    }

    /** Threads that other machines keep busy; the kernel keeps 15 characters of a name. */
    private static boolean worksForOthers(String thread) {
        return thread.startsWith("HttpClient")
                || thread.startsWith("state-")
                || thread.startsWith("status")
                || thread.startsWith("vert.x")
                || thread.startsWith("executor");
    }

    private void outcome(String request, Outcome outcome) {
        outcomes.put(request, outcome);
        switch (outcome) {
            case Outcome.Granted granted -> LOG.debugf("%s: granted", request);
            case Outcome.Refused refused ->
                LOG.infof(
                        "%s: %s was refused (%s); the agent runs without it, and may be late on a busy node",
                        request, refused.call(), refused.error());
        }
        conditions.realTimeRefused(refused(outcomes));
    }

    /** What was refused, in the order of the requests; empty if nothing was. */
    static String refused(Map<String, Outcome> outcomes) {
        return REQUESTS.stream()
                .filter(request -> outcomes.get(request) instanceof Outcome.Refused)
                .map(request -> {
                    Outcome.Refused refused = (Outcome.Refused) outcomes.get(request);
                    return request + ": " + refused.call() + " was refused (" + refused.error() + ")";
                })
                .collect(Collectors.joining("; "));
    }
}
