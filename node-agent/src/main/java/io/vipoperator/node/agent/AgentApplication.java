package io.vipoperator.node.agent;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.QuarkusApplication;
import io.vipoperator.node.agent.AgentHealth.Health;
import io.vipoperator.node.agent.cli.CommandLine;
import io.vipoperator.node.net.NamespaceLock;
import io.vipoperator.node.net.NativeException;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** What happens from the start of the process to its end, in order. The main thread's. */
public class AgentApplication implements QuarkusApplication {
    private static final Logger LOG = Logger.getLogger(AgentApplication.class);
    private static final long LOCK_AGAIN_MILLISECONDS = 500;
    private static final int FAILED = 1;
    /** A little less than the pod's grace period. */
    private static final long LONGEST_STOP_NANOS = 9_000_000_000L;

    private final MeterRegistry registry;
    private final AgentHealth health;
    private final String version;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Hangup hangup = new Hangup();

    /** Made by Quarkus. */
    @Inject
    AgentApplication(
            MeterRegistry registry,
            AgentHealth health,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.registry = registry;
        this.health = health;
        this.version = version;
    }

    @Override
    public int run(String... arguments) throws InterruptedException {
        awaitSignal();
        hangup.install();
        int exitCode = 0;
        try (NamespaceLock lock = new NamespaceLock()) {
            if (acquire(lock)) {
                exitCode = runUntilStopped(arguments(arguments));
            }
        } catch (NativeException e) {
            LOG.errorf("the agent needs CAP_NET_ADMIN and CAP_NET_RAW in this network namespace: %s", e.getMessage());
            exitCode = FAILED;
        } catch (RuntimeException e) {
            LOG.error("the agent can't start: this is a mistake in the agent", e);
            exitCode = FAILED;
        }
        LOG.info("stopped");
        // Returning would end the JVM with 143 after SIGTERM, which looks like a failure to whoever asked it to stop.
        Runtime.getRuntime().halt(exitCode);
        return exitCode;
    }

    /**
     * SIGTERM runs the JVM's hooks, and it ends with 143 once all of them have. This one asks for the stop and holds that end
     * back: {@link #run} halts the JVM with its own code as soon as everything is stopped.
     */
    private void awaitSignal() {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            stop.countDown();
                            long endNanos = System.nanoTime() + LONGEST_STOP_NANOS;
                            while (System.nanoTime() < endNanos) {
                                LockSupport.parkNanos(endNanos - System.nanoTime());
                            }
                        },
                        "signal"));
    }

    /** Waits, live and not ready, while another agent has this network namespace; false if the process shall end. */
    private boolean acquire(NamespaceLock lock) throws InterruptedException {
        String said = "";
        while (lock.tryAcquire() instanceof NamespaceLock.Attempt.HeldBy holder) {
            String message = holder + "; waiting for its end";
            if (!message.equals(said)) {
                LOG.warn(message);
                health.ask(() -> new Health(true, false, message));
                said = message;
            }
            if (stop.await(LOCK_AGAIN_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return true;
    }

    private int runUntilStopped(AgentArguments arguments) throws InterruptedException {
        AgentMetrics metrics = new AgentMetrics(registry);
        return switch (arguments) {
            case AgentArguments.Standalone standalone -> {
                LOG.infof("vip-agent %s runs what %s says", version, standalone.file());
                yield Agent.standalone(standalone.file(), standalone.common(), version, metrics)
                        .runUntilStopped(health, hangup, stop);
            }
            case AgentArguments.InCluster inCluster -> {
                LOG.infof("vip-agent %s runs what VirtualIPNodeState %s says", version, inCluster.nodeName());
                try (KubernetesNodeStateApi api = KubernetesNodeStateApi.ofEnvironment(inCluster.nodeName())) {
                    Path cache = Path.of(environment("VIP_AGENT_CACHE").orElse("/var/lib/vip-operator"));
                    yield Agent.inCluster(
                                    api,
                                    inCluster.nodeName(),
                                    version,
                                    environment("POD_UID"),
                                    environment("CLUSTER_UID"),
                                    cache,
                                    inCluster.common(),
                                    metrics)
                            .runUntilStopped(health, hangup, stop);
                }
            }
            case AgentArguments.Wrong wrong -> throw new IllegalStateException(wrong.message());
        };
    }

    private static AgentArguments arguments(String... words) {
        return CommandLine.parse(words) instanceof CommandLine.Run run
                ? AgentArguments.of(run, AgentApplication::environment)
                : new AgentArguments.Wrong("all other commands are done before the start");
    }

    private static Optional<String> environment(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }
}
