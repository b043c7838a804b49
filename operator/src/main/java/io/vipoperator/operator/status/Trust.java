package io.vipoperator.operator.status;

import java.util.Set;

/**
 * How far a node's report is believed.
 *
 * @param stale the agent was asked and has not answered in time
 * @param confirmed VirtualIPs whose second Active it has outlived by an answer
 */
public record Trust(boolean stale, Set<String> confirmed) {
    /** Nothing speaks against the report. */
    public static final Trust GIVEN = new Trust(false, Set.of());
}
