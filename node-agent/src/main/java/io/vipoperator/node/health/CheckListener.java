package io.vipoperator.node.health;

import java.util.List;

/** Who is told how the checks stand. Called on the checks' own thread, and must not block. */
public interface CheckListener {
    /** At least one stands otherwise than before, or others are run. All of them, in the order in which they were asked for. */
    void changed(List<CheckReport> all);

    /**
     * A probe has ended.
     *
     * @param check its name
     * @param durationNanos from its start
     */
    void probed(String check, boolean success, long durationNanos);
}
