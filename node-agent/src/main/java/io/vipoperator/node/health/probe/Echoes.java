package io.vipoperator.node.health.probe;

import java.net.InetAddress;
import java.util.concurrent.CompletionStage;

/** Sends ICMP echo requests. Of any thread; nobody waits for an answer. */
public interface Echoes {
    /**
     * Sends one request.
     *
     * @param timeoutNanos after which no answer is waited for
     * @return completes normally, at latest when the timeout is over
     */
    CompletionStage<Echo> send(InetAddress target, long timeoutNanos);

    /** What came of a request. */
    sealed interface Echo {
        /** The target replied after so long. */
        record Replied(long roundTripNanos) implements Echo {}

        /** Nothing came in time. */
        record Unanswered() implements Echo {}

        /** The kernel or a router on the way said why it can't be delivered. */
        record Refused(String reason) implements Echo {}
    }
}
