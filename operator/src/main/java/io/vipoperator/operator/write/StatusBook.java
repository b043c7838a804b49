package io.vipoperator.operator.write;

import io.vipoperator.api.v1alpha1.VirtualIPStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;

/**
 * What each VirtualIP's status should say, by the planner's last turn. The planner's thread replaces the whole, reconcilers
 * read it; empty while this replica doesn't lead.
 */
@ApplicationScoped
public class StatusBook {
    private volatile Map<String, VirtualIPStatus> pages = Map.of();

    void replace(Map<String, VirtualIPStatus> statuses) {
        pages = Map.copyOf(statuses);
    }

    /** Of the VirtualIP of that name. */
    public Optional<VirtualIPStatus> of(String name) {
        return Optional.ofNullable(pages.get(name));
    }
}
