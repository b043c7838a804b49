package io.vipoperator.node.agent.check;

import io.vipoperator.api.v1alpha1.ProcessProbe;
import io.vipoperator.node.agent.Fields;
import io.vipoperator.node.health.Probe;
import java.util.Optional;

/** Reads processes of the host. Pure; for one check. */
public final class ProcessReader {
    /** The kernel keeps so much of a name (TASK_COMM_LEN). */
    private static final int LONGEST_NAME = 15;

    private ProcessReader() {}

    /** What is probed; what is wrong goes into the fields. */
    public static Probe read(ProcessProbe written, Fields fields) {
        String name = written.name();
        if ((name == null) == (written.commandLinePattern() == null)) {
            fields.missing("name", "must be there, or commandLinePattern: exactly one of them");
        }
        if (name != null && (name.isEmpty() || name.length() > LONGEST_NAME)) {
            fields.wrong("name", name, "must have 1 to " + LONGEST_NAME + " characters, as in /proc/PID/comm");
        }
        return new Probe.Processes(
                Optional.ofNullable(name),
                Text.pattern(written.commandLinePattern(), "commandLinePattern", fields),
                fields.number("minimumCount", written.minimumCount(), Optional.of(1), 1, 100_000));
    }
}
