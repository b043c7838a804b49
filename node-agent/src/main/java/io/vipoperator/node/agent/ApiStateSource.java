package io.vipoperator.node.agent;

import io.vipoperator.api.v1alpha1.VirtualIPNodeState;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * The state from this node's VirtualIPNodeState. Only an existing object whose spec lacks a router takes that router
 * away: anything else that the API server says or does not say (404, deletion, a missing kind, nonsense, silence) leaves
 * what runs alone, and the server is asked again. Has a thread of its own, and one for the first seconds, after which
 * the cache is used.
 */
final class ApiStateSource implements StateSource {
    private static final Logger LOG = Logger.getLogger(ApiStateSource.class);
    /** A connection that died silently is noticed by then. */
    private static final long WATCH_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final long SOUND_WATCH_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final NodeStateApi api;
    private final String nodeName;
    private final RunningState running;
    private final StateCache cache;
    private final StatusReporter reporter;
    private final Duration cacheAfter;
    private final RandomGenerator random;
    private final BackOff backOff;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch answered = new CountDownLatch(1);
    private String lastUid = "";
    private String lastTrouble = "";

    /** Contacts nobody before {@link #start}; the cache is used if the API server has named no state after that time. */
    ApiStateSource(
            NodeStateApi api,
            String nodeName,
            RunningState running,
            StateCache cache,
            StatusReporter reporter,
            Duration cacheAfter,
            RandomGenerator random) {
        this.api = api;
        this.nodeName = nodeName;
        this.running = running;
        this.cache = cache;
        this.reporter = reporter;
        this.cacheAfter = cacheAfter;
        this.random = random;
        this.backOff = new BackOff(random);
    }

    @Override
    public void start() {
        daemon(this::run, "state-api");
        daemon(this::fallBack, "state-cache");
    }

    @Override
    public void stop() {
        stopped.countDown();
    }

    /** What the API server says is known as soon as it says it. */
    @Override
    public void readAgain() {
        LOG.info(
                "SIGHUP is ignored: in Kubernetes the VirtualIPNodeState is watched, and there is no file to read again");
    }

    private static void daemon(Runnable body, String name) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void fallBack() {
        try {
            if (!answered.await(cacheAfter.toNanos(), TimeUnit.NANOSECONDS)) {
                switch (cache.read()) {
                    case Checked.Sound<ReadState> sound -> {
                        if (running.offerIfNothingRuns(sound.value())) {
                            LOG.warnf(
                                    "the API server has named no sound state yet: running the cached one (generation %d)",
                                    sound.value().unkeyed().generation());
                        }
                    }
                    case Checked.Refused<ReadState> refused ->
                        LOG.warnf(
                                "the API server has named no sound state yet, and the cache is not used: %s",
                                refused.message());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("the cache could not be used, which is a mistake in the agent", e);
        }
    }

    private void run() {
        try {
            while (stopped.getCount() > 0) {
                try {
                    getAndWatch();
                } catch (ApiUnavailableException e) {
                    trouble(e.getMessage());
                } catch (RuntimeException e) {
                    // Whatever it was, this thread must not end: nobody else would hear of the next edit.
                    LOG.error("an answer of the API server could not be used, which is a mistake in the agent", e);
                }
                stopped.await(backOff.afterFailureNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when the watch is over, whyever. */
    private void getAndWatch() throws ApiUnavailableException, InterruptedException {
        Optional<VirtualIPNodeState> object = api.get();
        String resourceVersion = null;
        if (object.isPresent()) {
            accept(object.get());
            resourceVersion = object.get().getMetadata() == null
                    ? null
                    : object.get().getMetadata().getResourceVersion();
        } else {
            trouble("the API server has no VirtualIPNodeState " + nodeName);
        }
        BlockingQueue<WatchEvent> events = new LinkedBlockingQueue<>();
        NodeStateApi.Watching watching = api.watch(resourceVersion, new Queueing(events));
        try {
            follow(events);
        } finally {
            watching.close();
        }
    }

    private void follow(BlockingQueue<WatchEvent> events) throws InterruptedException {
        long begin = System.nanoTime();
        long end = begin + WATCH_NANOS + random.nextLong(WATCH_NANOS / 3);
        while (stopped.getCount() > 0) {
            WatchEvent event = events.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (System.nanoTime() - begin > SOUND_WATCH_NANOS) {
                backOff.reset();
            }
            switch (event) {
                case null -> {
                    return;
                }
                case WatchEvent.Changed changed -> accept(changed.state());
                case WatchEvent.Deleted deleted ->
                    trouble("VirtualIPNodeState " + nodeName + " was deleted from the API server");
                case WatchEvent.Ended ended -> {
                    LOG.debugf("watch ended: %s", ended.reason());
                    return;
                }
            }
        }
    }

    private void accept(VirtualIPNodeState state) {
        if (!names(state)) {
            trouble("the API server's answer is no VirtualIPNodeState " + nodeName + " with a spec");
            return;
        }
        if (!lastTrouble.isEmpty()) {
            LOG.infof("the API server answers again");
            lastTrouble = "";
        }
        if (!state.getMetadata().getUid().equals(lastUid)
                || state.getStatus() == null
                || state.getStatus().agent() == null) {
            lastUid = state.getMetadata().getUid();
            reporter.reportAll();
        }
        long generation = state.getMetadata().getGeneration() == null
                ? 0
                : state.getMetadata().getGeneration();
        Checked<ReadState> checked = NodeStateReader.read(state.getSpec(), generation);
        Long request = state.getSpec().reportRequest();
        running.offer("VirtualIPNodeState " + nodeName, checked, request == null ? 0 : request);
        if (checked instanceof Checked.Sound) {
            // A refused one doesn't count: after a restart the cache knows what ran before it.
            answered.countDown();
            cache.write(state);
        }
    }

    private boolean names(VirtualIPNodeState state) {
        return state.getMetadata() != null
                && nodeName.equals(state.getMetadata().getName())
                && state.getMetadata().getUid() != null
                && state.getSpec() != null;
    }

    private void trouble(String what) {
        if (!what.equals(lastTrouble) && stopped.getCount() > 0) {
            lastTrouble = what;
            LOG.warnf("%s: what runs stays, and it is asked again", what);
        }
    }

    private sealed interface WatchEvent {
        record Changed(VirtualIPNodeState state) implements WatchEvent {}

        record Deleted() implements WatchEvent {}

        record Ended(String reason) implements WatchEvent {}
    }

    private record Queueing(BlockingQueue<WatchEvent> events) implements NodeStateApi.WatchListener {
        @Override
        public void changed(VirtualIPNodeState state) {
            events.add(new WatchEvent.Changed(state));
        }

        @Override
        public void deleted() {
            events.add(new WatchEvent.Deleted());
        }

        @Override
        public void ended(String reason) {
            events.add(new WatchEvent.Ended(reason));
        }
    }
}
