package io.vipoperator.node.agent;

import io.vipoperator.node.agent.check.NodeProbers;
import io.vipoperator.node.health.CheckListener;
import io.vipoperator.node.health.CheckReport;
import io.vipoperator.node.health.CheckSetup;
import io.vipoperator.node.health.CheckThread;
import io.vipoperator.node.health.Probe;
import io.vipoperator.node.health.Prober;
import io.vipoperator.node.health.Standing;
import io.vipoperator.node.loop.CheckVerdict;
import io.vipoperator.node.loop.NanoClock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The health checks of this node: runs them, and tells the loop, the reporter, the metrics, the cache and the log how they stand.
 * What all probers share is made with the first check: an agent without checks has none of it.
 */
final class AgentChecks implements CheckListener {
    private static final Logger LOG = Logger.getLogger("vip");

    private final Consumer<Map<String, CheckVerdict>> loop;
    private final Runnable whenChanged;
    private final CheckMetrics metrics;
    private final VerdictCache cache;
    private final CheckThread thread;
    private volatile List<CheckReport> reports = List.of();
    private volatile Optional<NodeProbers> probers = Optional.empty();
    private Map<String, Standing> said = Map.of();

    /**
     * Runs nothing yet.
     *
     * @param loop is told the verdicts of all checks; must not block
     * @param whenChanged is called after {@link #reports} has changed; must not block
     * @param onThread is called first on the checks' own thread, from which all threads of probers come
     */
    AgentChecks(
            Consumer<Map<String, CheckVerdict>> loop,
            Runnable whenChanged,
            CheckMetrics metrics,
            VerdictCache cache,
            NanoClock clock,
            Runnable onThread) {
        this.loop = loop;
        this.whenChanged = whenChanged;
        this.metrics = metrics;
        this.cache = cache;
        this.thread = new CheckThread(
                this::prober,
                cache,
                this,
                clock::nanoTime,
                onThread,
                mistake -> LOG.error("a turn of the health checks failed, which is a mistake in the agent", mistake));
    }

    void start() {
        cache.start();
        thread.start();
    }

    /** Runs exactly these from now on. From any thread; does not block. */
    void run(List<CheckSetup> setups) {
        thread.run(setups);
    }

    /** How they stand now. From any thread. */
    List<CheckReport> reports() {
        return reports;
    }

    void stop() throws InterruptedException {
        thread.stop();
        cache.stop();
        // No check begins a probe any more; programs that run still must not outlive the agent.
        probers.ifPresent(NodeProbers::close);
    }

    /** On the checks' thread, as all that follows. */
    private Prober prober(Probe probe) {
        if (probers.isEmpty()) {
            probers = Optional.of(new NodeProbers());
        }
        return probers.get().of(probe);
    }

    @Override
    public void changed(List<CheckReport> all) {
        Map<String, CheckVerdict> verdicts = new LinkedHashMap<>();
        all.forEach(report -> verdicts.put(
                report.setup().name(),
                new CheckVerdict(standing(report.standing()), report.message(), report.number())));
        loop.accept(verdicts);
        reports = all;
        whenChanged.run();
        cache.write(all);
        metrics.report(all);
        say(all);
    }

    @Override
    public void probed(String check, boolean success, long durationNanos) {
        metrics.probed(check, success, durationNanos);
    }

    private void say(List<CheckReport> all) {
        Map<String, Standing> now = new HashMap<>();
        for (CheckReport report : all) {
            String name = report.setup().name();
            now.put(name, report.standing());
            if (report.standing() != Standing.UNKNOWN && report.standing() != said.get(name)) {
                LOG.infof("health check %s is %s: %s", name, report.standing(), report.message());
            }
        }
        said = now;
    }

    private static CheckVerdict.Standing standing(Standing standing) {
        return switch (standing) {
            case UNKNOWN -> CheckVerdict.Standing.UNKNOWN;
            case HEALTHY -> CheckVerdict.Standing.HEALTHY;
            case FAILING -> CheckVerdict.Standing.FAILING;
        };
    }
}
