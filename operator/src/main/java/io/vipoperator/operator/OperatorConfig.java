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

    /** How long a leader that is lost without a word blocks the other, and how often both ask. */
    interface Lease {
        /** After which a leader that no longer renews is replaced. */
        @WithDefault("10s")
        Duration duration();

        /** After which a leader that can't renew gives up; less than the duration. */
        @WithDefault("7s")
        Duration renewDeadline();

        /** Between two tries; less than the deadline. */
        @WithDefault("2s")
        Duration retryPeriod();
    }
}
