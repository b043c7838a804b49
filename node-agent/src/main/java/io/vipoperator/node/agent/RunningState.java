package io.vipoperator.node.agent;

import io.vipoperator.node.loop.DesiredState;
import io.vipoperator.node.loop.RouterKey;
import io.vipoperator.node.loop.RouterSetup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * What the loop was told to run: the last sound document with the keys that have arrived. A refused document changes nothing
 * but is said: once in the log, and for as long as it is refused in the status. Any thread.
 */
final class RunningState {
    private static final Logger LOG = Logger.getLogger(RunningState.class);

    private final Consumer<DesiredState> loop;
    private final RunningChecks checks;
    private final AgentConditions conditions;
    private Keys keys = Keys.none();
    private ReadState read;
    private DesiredState running;
    private Checked.Refused<?> refusal;
    private boolean sayAgain;

    /** The consumer hands it to the loop; must not block. */
    RunningState(Consumer<DesiredState> loop, RunningChecks checks, AgentConditions conditions) {
        this.loop = loop;
        this.checks = checks;
        this.conditions = conditions;
    }

    /**
     * Runs what was read if it is sound; else what runs stays, and only the request for a report is passed on.
     *
     * @param origin of the document, for people
     * @param checked what was read
     * @param reportRequest of the document, sound or not
     */
    synchronized void offer(String origin, Checked<ReadState> checked, long reportRequest) {
        switch (checked) {
            case Checked.Sound<ReadState> sound -> {
                refusal = null;
                sayAgain = false;
                conditions.specRefused("");
                run(sound.value());
            }
            case Checked.Refused<ReadState> refused -> {
                refuse(origin, refused);
                run(
                        read == null
                                ? ReadState.of(new DesiredState(-1, reportRequest, List.of()))
                                : read.withReportRequest(reportRequest));
            }
        }
    }

    /** Refuses a document that can't even be asked for its request; what runs stays. */
    synchronized void refuse(String origin, Checked.Refused<?> refused) {
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
    synchronized boolean offerIfNothingRuns(ReadState state) {
        if (applied()) {
            return false;
        }
        run(running == null ? state : state.withReportRequest(running.reportRequest()));
        return true;
    }

    /** Keys have come or gone: routers that waited for theirs begin, and those that have new ones use them. */
    synchronized void use(Keys now) {
        keys = now;
        if (read != null) {
            run(read);
        }
    }

    /** Whether a sound state was handed to the loop. */
    synchronized boolean applied() {
        return running != null && running.generation() >= 0;
    }

    /** Whether the newest document does not run. */
    synchronized boolean refused() {
        return refusal != null;
    }

    private void run(ReadState state) {
        read = state;
        Map<RouterKey, RouterSetup> before = running == null
                ? Map.of()
                : running.routers().stream().collect(Collectors.toMap(RouterSetup::key, setup -> setup));
        checks.run(state.checks(), keys);
        DesiredState wanted = granted(state.with(keys, before));
        List<String> missing = new ArrayList<>(state.missing(keys));
        missing.addAll(checks.missing());
        conditions.keysMissing(String.join("; ", missing));
        if (!wanted.equals(running)) {
            running = wanted;
            loop.accept(wanted);
        }
    }

    /** A router whose check this agent can't run doesn't run either. */
    private DesiredState granted(DesiredState state) {
        return new DesiredState(
                state.generation(),
                state.reportRequest(),
                state.routers().stream()
                        .map(setup -> setup.lacking(checks.lacking(setup)))
                        .toList());
    }
}
