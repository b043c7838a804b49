package io.vipoperator.node.agent;

import io.vipoperator.api.v1alpha1.AgentInfo;
import io.vipoperator.api.v1alpha1.VirtualIPNodeStateStatus;
import io.vipoperator.node.agent.AgentHealth.Health;
import io.vipoperator.node.agent.StatusReporter.StatusSink;
import io.vipoperator.node.agent.control.ControlServer;
import io.vipoperator.node.agent.control.ControlSubject;
import io.vipoperator.node.loop.LoopReport;
import io.vipoperator.node.loop.NanoClock;
import io.vipoperator.node.net.LinuxClock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/** The object graph, made by hand, with either source of the state. The caller holds the namespace's lock. */
final class Agent {
    private static final Logger LOG = Logger.getLogger(Agent.class);
    private static final Duration CACHE_AFTER = Duration.ofSeconds(3);
    private static final Duration LAST_STATUS = Duration.ofSeconds(1);
    private static final long LOOK_AT_LOOP_MILLISECONDS = 500;
    private static final int FAILED = 1;

    private final RandomGenerator random = new SplittableRandom();
    private final Priorities priorities;
    private final AgentConditions conditions;
    private final StatusReporter reporter;
    private final Speaker speaker;
    private final RunningState running;
    private final AgentChecks checks;
    private final KeyDirectory keys;
    private final LatenessWatch lateness;
    private final ControlServer control;
    private StateSource source;

    private Agent(
            StatusSink sink,
            String version,
            Optional<String> podUid,
            AgentArguments.Common common,
            Path verdicts,
            AgentMetrics metrics) {
        Clock wall = Clock.systemUTC();
        NanoClock clock = new LinuxClock();
        WallTimes wallTimes = new WallTimes(wall, clock);
        TransitionLog log = new TransitionLog();
        AgentInfo info = new AgentInfo(
                version,
                podUid.orElse(null),
                wall.instant().truncatedTo(ChronoUnit.SECONDS).toString(),
                Features.with(common.features()));
        conditions = new AgentConditions(wall);
        lateness = new LatenessWatch(clock, conditions);
        reporter = new StatusReporter(
                report -> {
                    log.report(report);
                    metrics.report(report);
                    lateness.report(report);
                },
                report -> status(report, info, wallTimes),
                sink,
                clock,
                random);
        priorities = new Priorities(conditions);
        conditions.onChange(reporter::conditionsChanged);
        control = new ControlServer(common.socket(), new Subject(info, wallTimes));
        speaker = new Speaker(
                clock,
                report -> {
                    reporter.changed(report);
                    control.reports().changed(report);
                },
                priorities);
        checks = new AgentChecks(
                speaker::judge,
                reporter::conditionsChanged,
                metrics.checks(wall),
                new VerdictCache(verdicts, VerdictCache.MachineClock.ofLinux(), clock, conditions),
                clock,
                Priorities::ordinaryThread);
        running = new RunningState(speaker::run, new RunningChecks(checks::run, common.features()), conditions);
        keys = new KeyDirectory(
                common.keys().orElse(KeyDirectory.DEFAULT), common.keys().isPresent(), running::use, conditions);
        metrics.loop(speaker.counters(), clock);
        metrics.status(reporter);
        metrics.running(running);
        metrics.priorities(priorities);
    }

    /** Runs a file; knows of no Kubernetes. */
    static Agent standalone(Path file, AgentArguments.Common common, String version, AgentMetrics metrics) {
        Agent agent = new Agent(
                status -> {},
                version,
                Optional.empty(),
                common,
                common.socket().toAbsolutePath().getParent(),
                metrics);
        agent.source = new FileStateSource(file, agent.running);
        return agent;
    }

    /** Runs what the API server says of this node, or what it said last. */
    static Agent inCluster(
            NodeStateApi api,
            String nodeName,
            String version,
            Optional<String> podUid,
            Optional<String> clusterUid,
            Path cacheDirectory,
            AgentArguments.Common common,
            AgentMetrics metrics) {
        Agent agent = new Agent(api::writeStatus, version, podUid, common, cacheDirectory, metrics);
        StateCache cache = new StateCache(cacheDirectory, nodeName, clusterUid, AtomicFile.onDisk(), agent.conditions);
        cache.start();
        metrics.cache(cache);
        agent.source =
                new ApiStateSource(api, nodeName, agent.running, cache, agent.reporter, CACHE_AFTER, agent.random);
        return agent;
    }

    /**
     * Starts everything, and stops it when asked.
     *
     * @return the exit code
     */
    int runUntilStopped(AgentHealth health, Hangup hangup, CountDownLatch stop) throws InterruptedException {
        priorities.prepareProcess();
        reporter.start();
        speaker.start();
        lateness.start(speaker.counters()::takeRecentLatenessMaxNanos);
        // First, or a router would be in Fault for want of a key that is there.
        keys.start();
        checks.start();
        source.start();
        control.start();
        hangup.onHangup(source::readAgain);
        health.ask(this::health);
        boolean asked = false;
        while (!asked && speaker.failure().isEmpty()) {
            asked = stop.await(LOOK_AT_LOOP_MILLISECONDS, TimeUnit.MILLISECONDS);
        }
        speaker.failure()
                .ifPresent(failure ->
                        LOG.error("loop or netlink thread has ended: this is a mistake in the agent", failure));
        source.stop();
        keys.stop();
        lateness.stop();
        speaker.stop();
        checks.stop();
        control.stop();
        reporter.stop(LAST_STATUS);
        return asked ? 0 : FAILED;
    }

    /** The agent as who asks on the control socket sees it. */
    private final class Subject implements ControlSubject {
        private final AgentInfo info;
        private final WallTimes wallTimes;

        private Subject(AgentInfo info, WallTimes wallTimes) {
            this.info = info;
            this.wallTimes = wallTimes;
        }

        @Override
        public VirtualIPNodeStateStatus status(LoopReport report) {
            return Agent.this.status(report, info, wallTimes);
        }

        @Override
        public long lastTurnAgeMilliseconds() {
            return speaker.lastTurnAgeMilliseconds();
        }

        @Override
        public boolean announce(String virtualIP) {
            return speaker.announce(virtualIP);
        }

        @Override
        public void socketFailed(String message) {
            conditions.controlSocketFailed(message);
        }
    }

    private VirtualIPNodeStateStatus status(LoopReport report, AgentInfo info, WallTimes wallTimes) {
        return StatusMapping.of(report, checks.reports(), info, conditions.current(), wallTimes);
    }

    private Health health() {
        Health loop = speaker.health();
        boolean applied = running.applied();
        return new Health(
                loop.live(),
                loop.live() && applied,
                applied ? loop.message() : "no state has been applied yet; " + loop.message());
    }
}
