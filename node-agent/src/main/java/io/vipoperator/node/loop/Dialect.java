package io.vipoperator.node.loop;

import io.vipoperator.node.wire.ChecksumForm;

/**
 * How a router's advertisements are made and which ones it accepts.
 *
 * @param version 2 or 3
 * @param intervalNanos Advertisement_Interval: whole seconds 1..255 in version 2, 10 ms to 40.95 s in tens of ms in 3
 * @param checksumForm of sent advertisements of version 3 over IPv4
 * @param transport to whom, and from which source
 * @param authentication of both directions
 * @param virtualMac sent from 00-00-5E-00-01-VRID or 00-00-5E-00-02-VRID (RFC 9568 section 7.3), on a macvlan that holds the
 *     addresses
 */
public record Dialect(
        int version,
        long intervalNanos,
        ChecksumForm checksumForm,
        Transport transport,
        Authentication authentication,
        boolean virtualMac) {
    /** Version 3 to the group, without authentication. */
    public static Dialect multicast(long intervalNanos, ChecksumForm checksumForm) {
        return new Dialect(
                3, intervalNanos, checksumForm, Transport.Multicast.fromPrimary(), new Authentication.None(), false);
    }
}
