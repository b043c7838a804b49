package io.vipoperator.e2e.interop;

import io.vipoperator.e2e.NetnsSegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The packaged node agent without Kubernetes, driven by a state file. */
final class AgentInstallation implements Make.Installation {

    private static final Path APPLICATION = Path.of("..", "node-agent", "target", "quarkus-app", "quarkus-run.jar")
            .toAbsolutePath()
            .normalize();

    @Override
    public void require() {
        Configuration.requireProgram(APPLICATION, "./mvnw package -pl node-agent -am");
    }

    @Override
    public void boot(NetnsSegment segment, String host, Setup setup) {
        // It needs a NIC and nothing else.
    }

    @Override
    public List<Daemon> configure(Path folder, String host, Setup setup) {
        Path state = Configuration.write(folder.resolve("state.yaml"), """
                routers:
                  - virtualIP: third-members
                    family: IPv4
                    virtualRouterID: %d
                    priority: %d
                    addresses: ["%s/24"]
                    advertisementIntervalMilliseconds: %d
                    preemption: {mode: %s, delaySeconds: 0}
                """.formatted(
                        setup.virtualRouterId(),
                        setup.priority(),
                        setup.address(),
                        setup.intervalMillis(),
                        setup.preempt() ? "Always" : "Never"));
        return List.of(new Daemon(
                "agent",
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx48m",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        APPLICATION.toString(),
                        "--state",
                        state.toString()),
                Optional.empty()));
    }

    @Override
    public String addressInterface() {
        return "eth0";
    }
}
