package io.vipoperator.node.agent.cli;

import io.vipoperator.node.health.CheckSetup;
import io.vipoperator.node.health.Probe;
import io.vipoperator.node.health.Prober;
import java.util.List;
import java.util.Optional;

/** What the agent lends to whoever probes once: its reader of health checks, and its probers. */
public interface Probing {
    /**
     * Reads the HealthChecks of a text, as people write them.
     *
     * @param credentials in place of the Secrets that the checks name
     */
    Checks read(String text, Credentials credentials);

    /** Opens what the probers need. */
    Opened open();

    /**
     * PEM, as far as the user gave any.
     *
     * @param authorities by whom servers are verified
     * @param certificate of the client
     * @param key of the client
     */
    record Credentials(Optional<String> authorities, Optional<String> certificate, Optional<String> key) {
        /** Keys belong into no log. */
        @Override
        public String toString() {
            return "Credentials[]";
        }
    }

    /**
     * What was read.
     *
     * @param setups complete, in the order of the text
     * @param problems each with field, value and what must hold; not empty means that nothing can be probed
     */
    record Checks(List<CheckSetup> setups, List<String> problems) {
        public Checks {
            setups = List.copyOf(setups);
            problems = List.copyOf(problems);
        }
    }

    /** The probers, until they are closed. */
    interface Opened extends AutoCloseable {
        /** A prober for that target. */
        Prober of(Probe probe);

        @Override
        void close();
    }
}
