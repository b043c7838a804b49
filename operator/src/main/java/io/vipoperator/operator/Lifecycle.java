package io.vipoperator.operator;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vipoperator.operator.fleet.FleetCaches;
import io.vipoperator.operator.write.EventWriter;
import io.vipoperator.operator.write.Leadership;
import io.vipoperator.operator.write.Planner;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Starts and stops the parts in order: the lease is let go after the last write and before the client closes. */
@ApplicationScoped
class Lifecycle {
    private final FleetCaches caches;
    private final Leadership leadership;
    private final Planner planner;
    private final EventWriter events;

    Lifecycle(FleetCaches caches, Leadership leadership, Planner planner, EventWriter events) {
        this.caches = caches;
        this.leadership = leadership;
        this.planner = planner;
        this.events = events;
    }

    void start(@Observes StartupEvent event) {
        caches.start(planner::markDirty);
        leadership.start(planner::markDirty);
        planner.start();
    }

    void stop(@Observes @Priority(1) ShutdownEvent event) {
        planner.stop();
        events.stop();
        leadership.stop();
        caches.stop();
    }
}
