package io.vipoperator.node.agent.check;

import io.vipoperator.node.health.Probe;
import io.vipoperator.node.health.Prober;
import io.vipoperator.node.health.probe.Probers;
import io.vipoperator.node.net.ChildProcesses;
import io.vipoperator.node.net.IcmpSockets;
import java.util.concurrent.ThreadFactory;

/** The probers of this node, with what the kernel does for them. Threads and sockets come with the first probe that needs them. */
public final class NodeProbers implements AutoCloseable {
    private static final ThreadFactory DAEMONS = task -> {
        var thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    };

    private final IcmpSockets echoes = new IcmpSockets(DAEMONS);
    private final ChildProcesses programs = new ChildProcesses(DAEMONS);
    private final Probers probers = new Probers(echoes, programs);

    /** A prober for that target. */
    public Prober of(Probe probe) {
        return probers.of(probe);
    }

    /** Ends what is shared; programs that run still are killed. */
    @Override
    public void close() {
        probers.close();
        programs.close();
        echoes.close();
    }
}
