package io.vipoperator.operator.write;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.vipoperator.operator.OperatorConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Of two replicas one writes: who holds the Lease. Who loses it stands again, for ever; the process outlives any outage of
 * the API server. Its own thread; {@link #leads()} may be asked from any.
 */
@ApplicationScoped
public class Leadership {
    /** The Lease's name. */
    public static final String LEASE = "vip-operator";

    private static final Duration STOP_LIMIT = Duration.ofSeconds(3);
    private static final Logger LOG = Logger.getLogger(Leadership.class);

    private final KubernetesClient client;
    private final OperatorConfig config;
    private final String identity;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread = new Thread(this::standForEver, "leader-election");
    private volatile boolean leads;
    private volatile boolean stopping;
    private volatile CompletableFuture<?> term;
    private Runnable changed = () -> {};

    /** Quarkus builds it. */
    public Leadership(KubernetesClient client, OperatorConfig config) {
        this.client = client;
        this.config = config;
        // Two processes of one name must not both believe that they hold the lease.
        this.identity = config.identity().orElseGet(Leadership::hostName) + "_"
                + UUID.randomUUID().toString().substring(0, 8);
    }

    /** @param whenChanged called when leadership is won or lost; must not block */
    public void start(Runnable whenChanged) {
        changed = whenChanged;
        thread.start();
    }

    /** This replica may write now. */
    public boolean leads() {
        return leads;
    }

    /** Of this replica. */
    public String identity() {
        return identity;
    }

    /** Lets the lease go, so that the other need not wait for its end. */
    public void stop() {
        stopping = true;
        leads = false;
        CompletableFuture<?> current = term;
        if (current != null) {
            current.cancel(true);
        }
        ended.countDown();
        try {
            thread.join(STOP_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void standForEver() {
        while (!stopping) {
            try {
                CompletableFuture<?> current = elector().start();
                term = current;
                if (stopping) {
                    current.cancel(true);
                }
                current.join();
            } catch (CancellationException e) {
                LOG.debugf(e, "the term as leader or candidate ended");
            } catch (RuntimeException e) {
                // Whatever it was: a replica that no longer stands would go unnoticed until the other is gone too.
                LOG.warnf(e, "the term as leader or candidate ended; standing again");
            }
            lost();
            pause();
        }
    }

    private LeaderElector elector() {
        return client.leaderElector()
                .withConfig(new LeaderElectionConfigBuilder()
                        .withName(LEASE)
                        .withLock(new LeaseLock(config.namespace(), LEASE, identity))
                        .withLeaseDuration(config.lease().duration())
                        .withRenewDeadline(config.lease().renewDeadline())
                        .withRetryPeriod(config.lease().retryPeriod())
                        .withReleaseOnCancel(true)
                        .withLeaderCallbacks(new LeaderCallbacks(this::won, this::lost, this::observed))
                        .build())
                .build();
    }

    private void pause() {
        try {
            boolean ends = ended.await(config.lease().retryPeriod().toMillis(), TimeUnit.MILLISECONDS);
            LOG.debugf("standing again: %s", !ends);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
    }

    private void won() {
        if (!stopping) {
            LOG.infof("%s leads since %s", identity, Instant.now());
            leads = true;
            changed.run();
        }
    }

    private void lost() {
        if (leads) {
            LOG.infof("%s leads no longer", identity);
        }
        leads = false;
        changed.run();
    }

    private void observed(String leader) {
        LOG.debugf("%s leads", leader);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "operator";
        }
    }
}
