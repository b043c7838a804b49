package io.vipoperator.operator.status;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * What is remembered of the questions to one agent.
 *
 * @param doubts that last, and since when
 * @param request the number seen in the spec
 * @param raisedAt when that number was first seen there
 * @param answeredAt when its echo was first seen; null while it is awaited
 * @param confirmed VirtualIPs of which the agent, asked since the second Active appeared, has said that it is Active
 */
record Probe(Map<Doubt, Instant> doubts, long request, Instant raisedAt, Instant answeredAt, Set<String> confirmed) {
    Probe {
        doubts = Map.copyOf(doubts);
        confirmed = Set.copyOf(confirmed);
    }
}
