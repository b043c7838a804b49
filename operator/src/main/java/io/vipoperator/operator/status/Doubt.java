package io.vipoperator.operator.status;

import java.time.Duration;

/**
 * Why a node's last report is not taken at its word.
 *
 * @param kind of doubt
 * @param subject the VirtualIP; empty where the doubt is about the node
 */
record Doubt(Kind kind, String subject) {
    /** What raised it, and how long it must last before the agent is asked. */
    enum Kind {
        /** The operator has just begun and doesn't know how old the reports are. */
        OPERATOR_STARTED(Duration.ZERO),
        /** Another node says Active for the same VirtualIP. */
        SECOND_ACTIVE(Duration.ZERO),
        /** It takes part in an election, and its Node isn't Ready or is gone. */
        NODE_NOT_READY(Duration.ZERO),
        /** It takes part in an election, and its agent's pod isn't Ready or is gone. */
        AGENT_NOT_READY(Duration.ZERO),
        /** A peer hears another Active, or hears this node though it says that it isn't; reports cross, so a moment is granted. */
        CONTRADICTED(Duration.ofSeconds(1)),
        /** Its spec was changed and it has not said that it runs the change. */
        SILENT_AFTER_EDIT(Duration.ofSeconds(3));

        private final Duration patience;

        Kind(Duration patience) {
            this.patience = patience;
        }

        Duration patience() {
            return patience;
        }
    }
}
