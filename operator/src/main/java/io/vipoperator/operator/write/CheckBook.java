package io.vipoperator.operator.write;

import io.vipoperator.api.v1alpha1.HealthCheckStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;

/**
 * What each HealthCheck's status should say, by the planner's last turn. The planner's thread replaces the whole, reconcilers
 * read it; empty while this replica doesn't lead.
 */
@ApplicationScoped
public class CheckBook {
    private volatile Map<String, HealthCheckStatus> pages = Map.of();

    void replace(Map<String, HealthCheckStatus> statuses) {
        pages = Map.copyOf(statuses);
    }

    /** Of the HealthCheck of that name. */
    public Optional<HealthCheckStatus> of(String name) {
        return Optional.ofNullable(pages.get(name));
    }
}
