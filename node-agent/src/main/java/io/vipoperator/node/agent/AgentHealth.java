package io.vipoperator.node.agent;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/** The health endpoints. Neither depends on the API server: an agent that holds addresses must not be killed for its sake. */
@ApplicationScoped
class AgentHealth {
    private volatile Supplier<Health> health = () -> new Health(true, false, "starting");

    /**
     * What the agent says of itself.
     *
     * @param live the loop turns
     * @param ready this agent has the network namespace and runs a state
     * @param message for people
     */
    record Health(boolean live, boolean ready, String message) {}

    /** Asks this from now on, on any thread. */
    void ask(Supplier<Health> supplier) {
        health = supplier;
    }

    @Produces
    @Liveness
    HealthCheck loop() {
        return () -> response("loop", Health::live);
    }

    @Produces
    @Readiness
    HealthCheck agent() {
        return () -> response("agent", Health::ready);
    }

    private HealthCheckResponse response(String name, Predicate<Health> up) {
        Health now = health.get();
        return HealthCheckResponse.named(name)
                .status(up.test(now))
                .withData("message", now.message())
                .build();
    }
}
