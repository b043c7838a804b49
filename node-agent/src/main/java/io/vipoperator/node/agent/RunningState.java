package io.vipoperator.node.agent;

import io.vipoperator.node.loop.DesiredState;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * What the loop was told to run. A refused document changes nothing but is said: once in the log, and for as long as it
 * is refused in the status. Any thread.
 */
final class RunningState {
    private static final Logger LOG = Logger.getLogger(RunningState.class);

    private final Consumer<DesiredState> loop;
    private final AgentConditions conditions;
    private DesiredState running;
    private Checked.Refused<DesiredState> refusal;
    private boolean sayAgain;

    /** The consumer hands it to the loop; must not block. */
    RunningState(Consumer<DesiredState> loop, AgentConditions conditions) {
        this.loop = loop;
        this.conditions = conditions;
    }

    /**
     * Runs what was read if it is sound; else what runs stays, and only the request for a report is passed on.
     *
     * @param origin of the document, for people
     * @param checked what was read
     * @param reportRequest of the document, sound or not
     */
    synchronized void offer(String origin, Checked<DesiredState> checked, long reportRequest) {
        switch (checked) {
            case Checked.Sound<DesiredState> sound -> {
                refusal = null;
                sayAgain = false;
                conditions.specRefused("");
                run(sound.value());
            }
            case Checked.Refused<DesiredState> refused -> {
                refuse(origin, refused);
                run(
                        running == null
                                ? new DesiredState(-1, reportRequest, List.of())
                                : new DesiredState(running.generation(), reportRequest, running.routers()));
            }
        }
    }

    /** Refuses a document that can't even be asked for its request; what runs stays. */
    synchronized void refuse(String origin, Checked.Refused<DesiredState> refused) {
        if (sayAgain || !refused.equals(refusal)) {
            sayAgain = false;
            refusal = refused;
            conditions.specRefused(refused.message());
            LOG.errorf("%s is refused, what runs stays: %s", origin, refused.message());
        }
    }

    /** Somebody asks: the next refusal is said even if it is like the last one. */
    synchronized void sayAgain() {
        sayAgain = true;
    }

    /** Runs this unless something was applied before; a request for a report that is newer stays. */
    synchronized boolean offerIfNothingRuns(DesiredState state) {
        if (applied()) {
            return false;
        }
        run(running == null ? state : new DesiredState(state.generation(), running.reportRequest(), state.routers()));
        return true;
    }

    /** Whether a sound state was handed to the loop. */
    synchronized boolean applied() {
        return running != null && running.generation() >= 0;
    }

    /** Whether the newest document does not run. */
    synchronized boolean refused() {
        return refusal != null;
    }

    private void run(DesiredState state) {
        if (!state.equals(running)) {
            running = state;
            loop.accept(state);
        }
    }
}
