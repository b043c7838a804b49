package io.vipoperator.operator.write;

/** Where the planner says that a VirtualIP's status is to be written. */
public interface Wakeups {
    /** Must not block. */
    void statusDiffers(String virtualIP);
}
