package io.vipoperator.node.agent;

import io.vipoperator.node.agent.check.NodeProbers;
import io.vipoperator.node.agent.cli.Probing;
import io.vipoperator.node.health.Probe;
import io.vipoperator.node.health.Prober;

/** The agent's reader and probers, for somebody who probes once. */
final class NodeProbing implements Probing {
    @Override
    public Checks read(String text, Credentials credentials) {
        return HealthCheckTexts.read(text, credentials);
    }

    @Override
    public Opened open() {
        var probers = new NodeProbers();
        return new Opened() {
            @Override
            public Prober of(Probe probe) {
                return probers.of(probe);
            }

            @Override
            public void close() {
                probers.close();
            }
        };
    }
}
