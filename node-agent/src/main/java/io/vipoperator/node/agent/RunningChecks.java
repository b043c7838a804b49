package io.vipoperator.node.agent;

import io.vipoperator.api.v1alpha1.CheckSpec;
import io.vipoperator.node.agent.check.CheckReader;
import io.vipoperator.node.agent.check.ReadCheck;
import io.vipoperator.node.health.CheckSetup;
import io.vipoperator.node.health.Probe;
import io.vipoperator.node.health.Standing;
import io.vipoperator.node.loop.RouterSetup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The checks that were told to run: those of the last sound document, with the certificates that have arrived. One that is as
 * before stays the same object, however often its document is read. Guarded by {@link RunningState}.
 */
final class RunningChecks {
    private static final int SHOWN_OF_DIGEST = 12;

    private final Consumer<List<CheckSetup>> runner;
    private final Set<String> granted;
    private Map<String, Resolved> running = Map.of();
    private List<CheckSetup> told = List.of();
    private List<String> missing = List.of();
    private Map<String, String> lacking = Map.of();

    /**
     * A check as it runs.
     *
     * @param written of which the setup was made
     * @param arrived digests among those that it needs
     * @param complete nothing is missing
     */
    private record Resolved(CheckSpec written, Set<String> arrived, boolean complete, CheckSetup setup) {}

    /**
     * Runs nothing yet.
     *
     * @param runner hands them to whoever probes; must not block
     * @param granted features among those that need rights on the host
     */
    RunningChecks(Consumer<List<CheckSetup>> runner, Set<String> granted) {
        this.runner = runner;
        this.granted = Set.copyOf(granted);
    }

    /** Runs exactly these with these certificates. */
    void run(List<ReadCheck> checks, Keys keys) {
        Map<String, Resolved> next = new LinkedHashMap<>();
        List<String> notArrived = new ArrayList<>();
        Map<String, String> lacks = new LinkedHashMap<>();
        for (ReadCheck check : checks) {
            Set<String> arrived = new LinkedHashSet<>(check.digests());
            arrived.retainAll(keys.digests());
            Set<String> absent = new LinkedHashSet<>(check.digests());
            absent.removeAll(arrived);
            absent.forEach(digest -> notArrived.add("health check " + check.name() + ": SHA-256 "
                    + digest.substring(0, Math.min(SHOWN_OF_DIGEST, digest.length())) + "… has not arrived"));
            if (check.unknownKind() || isUngranted(check)) {
                lacks.put(check.name(), check.feature());
            }
            next.put(check.name(), resolved(check, arrived, absent.isEmpty(), keys));
        }
        running = next;
        missing = List.copyOf(notArrived);
        lacking = lacks;
        List<CheckSetup> setups = next.values().stream().map(Resolved::setup).toList();
        if (!setups.equals(told)) {
            told = setups;
            runner.accept(setups);
        }
    }

    /** The certificates that have not arrived, in one sentence each. */
    List<String> missing() {
        return missing;
    }

    /** What a router needs for its checks and this agent can't do. */
    List<String> lacking(RouterSetup router) {
        return router.candidacy().healthChecks().stream()
                .filter(check -> lacking.containsKey(check.name()))
                .map(check -> lacking.get(check.name()))
                .distinct()
                .toList();
    }

    private boolean isUngranted(ReadCheck check) {
        return Features.OF_HOST.contains(check.feature()) && !granted.contains(check.feature());
    }

    private Resolved resolved(ReadCheck check, Set<String> arrived, boolean complete, Keys keys) {
        Resolved before = running.get(check.name());
        if (before != null
                && before.written().equals(check.written())
                && before.arrived().equals(arrived)) {
            return before;
        }
        if (!complete && before != null && before.complete() && isOfSame(before.written(), check.written())) {
            // A rotation must not make the check fail: it goes on as it was until what it needs is there.
            return before;
        }
        return new Resolved(check.written(), arrived, complete, setup(check, arrived, keys));
    }

    private CheckSetup setup(ReadCheck check, Set<String> arrived, Keys keys) {
        if (isUngranted(check)) {
            return check.setup()
                    .with(new Probe.Decided(
                            Standing.FAILING, "this agent lacks " + check.feature() + ": nobody has granted it"));
        }
        if (arrived.isEmpty()) {
            return check.setup();
        }
        // It was sound without them.
        return CheckReader.read(check.written(), new Fields("", new Problems()), UnknownFields.IGNORE, keys::pem)
                .map(ReadCheck::setup)
                .orElse(check.setup());
    }

    private static boolean isOfSame(CheckSpec before, CheckSpec now) {
        return before.uid() == null ? now.uid() == null : before.uid().equals(now.uid());
    }
}
