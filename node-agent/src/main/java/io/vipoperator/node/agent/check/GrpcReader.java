package io.vipoperator.node.agent.check;

import io.vipoperator.api.v1alpha1.GrpcProbe;
import io.vipoperator.node.agent.Fields;
import io.vipoperator.node.health.Probe;
import java.util.Optional;

/** Reads a call of the standard health service. Pure; for one check. */
public final class GrpcReader {
    private static final int LONGEST_SERVICE = 253;

    private GrpcReader() {}

    /** What is probed; what is wrong goes into the fields. */
    public static Probe read(GrpcProbe written, Fields fields, TlsReader tls) {
        String host = Text.hostName(written.host(), Text.THIS_NODE, "host", fields);
        String service = written.service() == null ? "" : written.service();
        if (service.length() > LONGEST_SERVICE) {
            fields.wrong("service", service, "must have at most " + LONGEST_SERVICE + " characters");
        }
        return new Probe.Grpc(
                host,
                fields.number("port", written.port(), Optional.empty(), 1, 65_535),
                service,
                Optional.ofNullable(written.tls()).map(settings -> tls.read(settings, host, fields.in("tls"))));
    }
}
