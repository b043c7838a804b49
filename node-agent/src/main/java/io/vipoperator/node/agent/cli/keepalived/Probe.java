package io.vipoperator.node.agent.cli.keepalived;

import io.vipoperator.api.v1alpha1.ExecProbe;
import io.vipoperator.api.v1alpha1.FileProbe;
import io.vipoperator.api.v1alpha1.HealthCheckSpec;
import io.vipoperator.api.v1alpha1.HealthState;
import io.vipoperator.api.v1alpha1.HttpProbe;
import io.vipoperator.api.v1alpha1.PingProbe;
import io.vipoperator.api.v1alpha1.ProcessProbe;
import io.vipoperator.api.v1alpha1.TcpProbe;

/** What a HealthCheck does. */
sealed interface Probe {
    /** A request. */
    record Http(HttpProbe probe) implements Probe {}

    /** A connection. */
    record Tcp(TcpProbe probe) implements Probe {}

    /** An echo. */
    record Ping(PingProbe probe) implements Probe {}

    /** A program. */
    record Exec(ExecProbe probe) implements Probe {}

    /** Processes. */
    record Processes(ProcessProbe probe) implements Probe {}

    /** A number in a file. */
    record File(FileProbe probe) implements Probe {}

    /**
     * When a verdict changes.
     *
     * @param intervalMilliseconds from start to start
     * @param timeoutMilliseconds of one probe
     * @param rise successes in a row
     * @param fall failures in a row
     * @param initial null for the default
     */
    record Timing(int intervalMilliseconds, int timeoutMilliseconds, int rise, int fall, HealthState initial) {}

    /** The HealthCheck's spec. */
    default HealthCheckSpec at(Timing timing) {
        return new HealthCheckSpec(
                timing.intervalMilliseconds(),
                timing.timeoutMilliseconds(),
                timing.rise(),
                timing.fall(),
                timing.initial(),
                this instanceof Http(var http) ? http : null,
                this instanceof Tcp(var tcp) ? tcp : null,
                null,
                null,
                null,
                null,
                this instanceof Ping(var ping) ? ping : null,
                this instanceof Exec(var exec) ? exec : null,
                this instanceof Processes(var process) ? process : null,
                this instanceof File(var file) ? file : null,
                null);
    }
}
