package io.vipoperator.node.agent.control;

import io.vipoperator.api.v1alpha1.VirtualIPNodeStateStatus;
import io.vipoperator.node.loop.LoopReport;

/** The agent as the control socket sees it. All of it is called on the control thread, and must not block. */
public interface ControlSubject {
    /** A report in the API's words. */
    VirtualIPNodeStateStatus status(LoopReport report);

    /** Since the loop's last turn began; negative before the first. */
    long lastTurnAgeMilliseconds();

    /**
     * Has the addresses of a VirtualIP announced again.
     *
     * @return false if so much was asked at a time that this was dropped
     */
    boolean announce(String virtualIP);

    /** Why nobody can talk to the agent; empty if they can. */
    void socketFailed(String message);
}
