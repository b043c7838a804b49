package io.vipoperator.e2e.bench;

import io.vipoperator.e2e.bench.RouterSetup.VirtualRouter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The node agent without Kubernetes, from its packaged application.
 *
 * @param label as shown in the results
 * @param folder for state files and logs
 * @param application java, the JVM's arguments as in the image, and the application
 */
record AgentSpeaker(String label, Path folder, List<String> application) implements Speaker.Kind {
    private static final int MOST_CHECKS_OF_A_ROUTER = 32;

    AgentSpeaker {
        application = List.copyOf(application);
    }

    @Override
    public Speaker on(Host host, RouterSetup setup) {
        var state = new SpeakerProcess.Configuration(
                folder.resolve(label + "-" + host.name() + ".json"), AgentSpeaker::state);
        state.write(setup);
        List<String> command = new ArrayList<>(setup.realTime() ? List.of() : SpeakerProcess.withoutRealTime());
        command.addAll(application);
        // Each host has its own /run: what an agent remembers of its checks is not for the one on the other host.
        Path run = Path.of("/tmp/vip-bench-agent-" + host.name());
        command.addAll(List.of(
                "--state",
                state.file().toString(),
                "--socket",
                run.resolve("agent.sock").toString()));
        return new SpeakerProcess(
                host,
                folder.resolve(label + "-" + host.name() + ".log").toFile(),
                command,
                state,
                List.of(run.resolve("verdicts.json")));
    }

    @Override
    public boolean takesPartIn(Fault fault) {
        return true;
    }

    /** What a VirtualIPNodeState says of the routers and checks. */
    static String state(RouterSetup setup) {
        String routers = setup.virtualRouters().stream()
                .map(router -> router(setup, router))
                .collect(Collectors.joining(",\n"));
        return "{\"apiVersion\": \"vip-operator.io/v1alpha1\", \"kind\": \"VirtualIPNodeState\","
                + " \"metadata\": {\"name\": \"bench\"}, \"spec\": {" + checks(setup.checks()) + "\"routers\": ["
                + routers
                + "]}}\n";
    }

    private static String checks(Checks checks) {
        if (checks.count() == 0) {
            return "";
        }
        String kind = switch (checks.kind()) {
            case HTTP -> "\"http\": {\"port\": %d, \"path\": \"%s\"}".formatted(WebServer.PORT, WebServer.PATH);
            case TCP -> "\"tcp\": {\"port\": %d}".formatted(WebServer.PORT);
        };
        return checks.names().stream()
                .map(name -> """
                        {"name": "%s", "spec": {"intervalMilliseconds": %d, "timeoutMilliseconds": %d,
                          "healthyThreshold": %d, "unhealthyThreshold": %d, %s}}""".formatted(
                                name,
                                checks.intervalMilliseconds(),
                                checks.intervalMilliseconds(),
                                Checks.RISE,
                                Checks.FALL,
                                kind))
                .collect(Collectors.joining(",\n", "\"healthChecks\": [", "],\n"));
    }

    private static String router(RouterSetup setup, VirtualRouter router) {
        String tracked = setup.tracking() ? "\"trackInterfaces\": [{\"name\": \"" + Segment.TRACKED_NIC + "\"}]," : "";
        // More than these run as well, only that nothing depends on them.
        String checks = setup.checks().names().stream()
                .limit(MOST_CHECKS_OF_A_ROUTER)
                .map("{\"name\": \"%s\"}"::formatted)
                .collect(Collectors.joining(", "));
        return """
                {
                  "virtualIP": "%s",
                  "family": "IPv4",
                  "virtualRouterID": %d,
                  "interface": {"type": "Name", "name": "%s"},
                  "priority": %d,
                  "addresses": [%s],
                  "version": "V3",%s%s
                  "advertisementIntervalMilliseconds": %d,
                  "preemption": {"mode": "Always", "delaySeconds": 0},
                  "announcement": {"count": %d, "repeatAfterSeconds": %d, "refreshSeconds": %d, "form": "Request"}
                }""".formatted(
                        router.name(),
                        router.virtualRouterID(),
                        router.nic(),
                        setup.priority(),
                        router.addresses().stream()
                                .map(address -> "\"" + address + "/32\"")
                                .collect(Collectors.joining(", ")),
                        tracked,
                        checks.isEmpty() ? "" : "\"healthChecks\": [" + checks + "],",
                        router.intervalMilliseconds(),
                        RouterSetup.ANNOUNCEMENT_COUNT,
                        RouterSetup.ANNOUNCEMENT_REPEAT_SECONDS,
                        RouterSetup.ANNOUNCEMENT_REFRESH_SECONDS);
    }
}
