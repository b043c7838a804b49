package io.vipoperator.node.agent.check;

import io.vipoperator.api.v1alpha1.TcpProbe;
import io.vipoperator.node.agent.Fields;
import io.vipoperator.node.health.Probe;
import java.util.Optional;

/** Reads a connection. Pure; for one check. */
public final class TcpReader {
    private static final int LONGEST_SEND = 4_096;

    private TcpReader() {}

    /** What is probed; what is wrong goes into the fields. */
    public static Probe read(TcpProbe written, Fields fields) {
        if (written.send() != null && !Text.hasLength(written.send(), 1, LONGEST_SEND)) {
            fields.wrong("send", written.send(), "must have 1 to " + LONGEST_SEND + " characters");
        }
        return new Probe.Tcp(
                Text.hostName(written.host(), Text.THIS_NODE, "host", fields),
                fields.number("port", written.port(), Optional.empty(), 1, 65_535),
                Optional.ofNullable(written.send()),
                Text.pattern(written.expectPattern(), "expectPattern", fields));
    }
}
