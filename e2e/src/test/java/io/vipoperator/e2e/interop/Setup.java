package io.vipoperator.e2e.interop;

import java.time.Duration;

/**
 * What a router is told, whatever its make, in RFC 9568's words; and what follows from it. Pure.
 *
 * @param virtualRouterId 1..255
 * @param priority 1..254
 * @param preempt Preempt_Mode
 * @param intervalMillis Advertisement_Interval, 10..40950 in tens
 * @param address the IPv4 address that is elected for, without a prefix length
 */
record Setup(int virtualRouterId, int priority, boolean preempt, int intervalMillis, String address) {

    /** Skew_Time (section 6.1), which a Backup waits after the Active has resigned. */
    Duration skew() {
        return interval().multipliedBy(256 - priority).dividedBy(256);
    }

    /** Active_Down_Interval (section 6.1): silence for that long, and a Backup takes over. */
    Duration activeDown() {
        return interval().multipliedBy(3).plus(skew());
    }

    Duration interval() {
        return Duration.ofMillis(intervalMillis);
    }
}
