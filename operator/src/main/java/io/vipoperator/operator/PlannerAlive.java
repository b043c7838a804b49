package io.vipoperator.operator;

import io.vipoperator.operator.write.Planner;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Alive: the planner's thread came round a short while ago. Never depends on the API server. */
@Liveness
@ApplicationScoped
class PlannerAlive implements HealthCheck {
    private static final Duration YOUNG = Duration.ofSeconds(60);

    private final Planner planner;

    PlannerAlive(Planner planner) {
        this.planner = planner;
    }

    @Override
    public HealthCheckResponse call() {
        Duration age = planner.age();
        return HealthCheckResponse.named("planner")
                .status(age.compareTo(YOUNG) < 0)
                .withData("ageMilliseconds", age.toMillis())
                .build();
    }
}
