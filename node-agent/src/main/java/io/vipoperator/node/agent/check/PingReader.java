package io.vipoperator.node.agent.check;

import io.vipoperator.api.v1alpha1.PingProbe;
import io.vipoperator.node.agent.Fields;
import io.vipoperator.node.health.Probe;
import java.util.Optional;

/** Reads ICMP echo. Pure; for one check. */
public final class PingReader {
    private PingReader() {}

    /** What is probed; what is wrong goes into the fields. */
    public static Probe read(PingProbe written, Fields fields) {
        if (written.host() == null) {
            fields.missing("host", "must be a host name or an address, such as the gateway's");
        }
        return new Probe.Ping(
                Text.hostName(written.host(), Text.THIS_NODE, "host", fields),
                fields.number("count", written.count(), Optional.of(1), 1, 20),
                fields.number("maximumLossPercent", written.maximumLossPercent(), Optional.of(0), 0, 99));
    }
}
