package io.vipoperator.operator.write;

import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.vipoperator.api.v1alpha1.Api;
import io.vipoperator.operator.OperatorMetrics;
import io.vipoperator.operator.status.Announcement;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Writes Events beside everything else: one thread, a bounded queue, a budget per object; what repeats becomes a series.
 * An Event that is lost costs nothing but itself, and is counted.
 */
@ApplicationScoped
public class EventWriter {
    private static final Logger LOG = Logger.getLogger(EventWriter.class);
    /** Where Events about cluster-scoped objects live. */
    private static final String NAMESPACE = "default";

    private static final int WAITING = 1000;
    private static final int SERIES = 5000;
    private static final int NOTE_LENGTH = 1024;
    private static final int LONGEST_PREFIX = 230;
    private static final Duration SAME_SERIES = Duration.ofMinutes(10);
    /** MicroTime's own form. */
    private static final DateTimeFormatter MICRO =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private static final PatchContext MERGE =
            new PatchContext.Builder().withPatchType(PatchType.JSON_MERGE).build();

    private record Series(String event, int count, Instant last) {}

    private final KubernetesClient client;
    private final OperatorMetrics metrics;
    private final Leadership leadership;
    private final EventBudget budget = new EventBudget();
    private final Map<String, Series> series = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Series> eldest) {
            return size() > SERIES;
        }
    };
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), task -> new Thread(task, "events"));

    /** Quarkus builds it. */
    public EventWriter(KubernetesClient client, OperatorMetrics metrics, Leadership leadership) {
        this.client = client;
        this.metrics = metrics;
        this.leadership = leadership;
        thread.setRejectedExecutionHandler((task, executor) -> metrics.countDroppedEvent("queue"));
    }

    /** Never blocks. */
    public void tell(Announcement announcement, Instant now) {
        thread.execute(() -> write(announcement, now));
    }

    /** Drops what waits. */
    public void stop() {
        thread.shutdownNow();
    }

    private void write(Announcement told, Instant now) {
        String key = told.uid() + "/" + told.reason() + "/" + told.note();
        Series running = series.get(key);
        if (!budget.spend(told.kind() + "/" + told.name(), now)) {
            metrics.countDroppedEvent("rate");
            return;
        }
        metrics.timedWrite("Event", () -> {
            try {
                if (running != null && running.last().plus(SAME_SERIES).isAfter(now)) {
                    series.put(key, goOn(running, now));
                } else {
                    series.put(key, begin(told, now));
                }
                return WriteResult.WRITTEN;
            } catch (KubernetesClientException e) {
                series.remove(key);
                LOG.warnf("an Event of %s was not written: %s", told.name(), e.getMessage());
                return WriteResult.of(e.getCode());
            }
        });
    }

    private Series begin(Announcement told, Instant now) {
        String note = told.note().length() > NOTE_LENGTH ? told.note().substring(0, NOTE_LENGTH) : told.note();
        Event event = new EventBuilder()
                .withNewMetadata()
                .withName(name(told.name()))
                .withNamespace(NAMESPACE)
                .endMetadata()
                .withEventTime(new MicroTime(MICRO.format(now)))
                .withReportingController(Api.GROUP + "/operator")
                .withReportingInstance(leadership.identity())
                .withAction(told.action())
                .withReason(told.reason())
                .withType(told.warning() ? "Warning" : "Normal")
                .withNote(note)
                .withNewRegarding()
                .withApiVersion(Api.GROUP + "/" + Api.VERSION)
                .withKind(told.kind())
                .withName(told.name())
                .withUid(told.uid())
                .endRegarding()
                .build();
        Event created = client.events()
                .v1()
                .events()
                .inNamespace(NAMESPACE)
                .resource(event)
                .create();
        return new Series(created.getMetadata().getName(), 1, now);
    }

    /** The names of objects may have 253 characters. */
    private static String name(String object) {
        String readable = object.length() <= LONGEST_PREFIX ? object : "object";
        return readable + "." + UUID.randomUUID().toString().substring(0, 13);
    }

    private Series goOn(Series running, Instant now) {
        int count = running.count() + 1;
        String patch = "{\"series\":{\"count\":" + count + ",\"lastObservedTime\":\"" + MICRO.format(now) + "\"}}";
        client.events()
                .v1()
                .events()
                .inNamespace(NAMESPACE)
                .withName(running.event())
                .patch(MERGE, patch);
        return new Series(running.event(), count, now);
    }
}
