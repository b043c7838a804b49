package io.vipoperator.operator;

import io.vipoperator.operator.fleet.FleetCaches;
import io.vipoperator.operator.write.Leadership;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready: the caches are warm. Both replicas are, also the one that doesn't lead. */
@Readiness
@ApplicationScoped
class CachesReady implements HealthCheck {
    private final FleetCaches caches;
    private final Leadership leadership;

    CachesReady(FleetCaches caches, Leadership leadership) {
        this.caches = caches;
        this.leadership = leadership;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("caches")
                .status(caches.synced())
                .withData("leads", leadership.leads())
                .build();
    }
}
