package io.vipoperator.operator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** The operator's own settings. */
@ConfigMapping(prefix = "vip-operator")
public interface OperatorConfig {
    /** Where PodTemplate, DaemonSet and Lease lie. */
    @WithDefault("vip-operator-system")
    String namespace();

    /** Of this replica, in the Lease and in Events; the host's name if absent. */
    Optional<String> identity();

    /** The lease's times. */
    Lease lease();

    /**
     * How long a leader that is lost without a word blocks the other, and how often both ask. A power cut may take the
     * leader together with an Active: with these the status is right some 6 s later, sooner than Ready stops to outlast
     * a failover. A renewal is a read and a write, begun 1 s after the last: an API server that takes 1.5 s for each call
     * costs no lease. One that is slower moves leadership, and that is cheap: the process goes on and stands again,
     * elections don't ask, and a write from an old view gets a 409. The lease's times are compared between the replicas'
     * clocks: they must agree within some 3 s, or these be longer.
     */
    interface Lease {
        /** After which a leader that no longer renews is replaced. */
        @WithDefault("5s")
        Duration duration();

        /** After which a leader that can't renew gives up; less than the duration. */
        @WithDefault("3500ms")
        Duration renewDeadline();

        /** Between two tries; less than the deadline. */
        @WithDefault("1s")
        Duration retryPeriod();
    }
}
