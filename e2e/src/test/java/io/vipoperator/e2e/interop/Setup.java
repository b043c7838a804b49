package io.vipoperator.e2e.interop;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a router is told, whatever its make, in RFC 9568's words; and what follows from it. Pure.
 *
 * @param version 2 or 3
 * @param virtualRouterId 1..255, of each family
 * @param priority 1..254
 * @param preempt Preempt_Mode
 * @param intervalMillis Advertisement_Interval, 10..40950 in tens; whole seconds in version 2
 * @param addresses that are elected for, of one family or of both, without a prefix length
 * @param password of version 2 (RFC 2338 section 5.3.6); empty = no authentication
 * @param messageOnly the checksum of version 3 over IPv4 is without a pseudo-header
 * @param peers by their own addresses; empty = multicast
 */
record Setup(
        int version,
        int virtualRouterId,
        int priority,
        boolean preempt,
        int intervalMillis,
        List<String> addresses,
        Optional<String> password,
        boolean messageOnly,
        Optional<List<String>> peers) {
    Setup {
        addresses = List.copyOf(addresses);
    }

    /** Skew_Time (section 6.1), which a Backup waits after the Active has resigned. */
    Duration skew() {
        // Version 2 has parts of a second, whatever the interval (RFC 3768 section 6.1).
        Duration unit = version == 2 ? Duration.ofSeconds(1) : interval();
        return unit.multipliedBy(256 - priority).dividedBy(256);
    }

    /** Active_Down_Interval (section 6.1): silence for that long, and a Backup takes over. */
    Duration activeDown() {
        return interval().multipliedBy(3).plus(skew());
    }

    Duration interval() {
        return Duration.ofMillis(intervalMillis);
    }

    List<String> ipv4() {
        return addresses.stream().filter(address -> !isIpv6(address)).toList();
    }

    List<String> ipv6() {
        return addresses.stream().filter(Setup::isIpv6).toList();
    }

    /** Those that a client asks: of an IPv6 router the global ones. */
    List<String> asked() {
        return addresses.stream().filter(address -> !isLinkLocal(address)).toList();
    }

    static boolean isIpv6(String address) {
        return address.contains(":");
    }

    static boolean isLinkLocal(String address) {
        return address.startsWith("fe80:");
    }

    Setup patient() {
        return new Setup(
                version, virtualRouterId, priority, false, intervalMillis, addresses, password, messageOnly, peers);
    }

    Setup every(int millis) {
        return new Setup(version, virtualRouterId, priority, preempt, millis, addresses, password, messageOnly, peers);
    }

    Setup of(String... others) {
        return new Setup(
                version,
                virtualRouterId,
                priority,
                preempt,
                intervalMillis,
                List.of(others),
                password,
                messageOnly,
                peers);
    }

    Setup withPassword(String other) {
        return new Setup(
                version,
                virtualRouterId,
                priority,
                preempt,
                intervalMillis,
                addresses,
                Optional.of(other),
                messageOnly,
                peers);
    }

    Setup withMessageOnlyChecksum() {
        return new Setup(version, virtualRouterId, priority, preempt, intervalMillis, addresses, password, true, peers);
    }

    Setup withPeers(List<String> others) {
        return new Setup(
                version,
                virtualRouterId,
                priority,
                preempt,
                intervalMillis,
                addresses,
                password,
                messageOnly,
                Optional.of(others));
    }
}
