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
        command.addAll(List.of("--state", state.file().toString()));
        return new SpeakerProcess(
                host, folder.resolve(label + "-" + host.name() + ".log").toFile(), command, state, List.of());
    }

    @Override
    public boolean takesPartIn(Fault fault) {
        return true;
    }

    /** What a VirtualIPNodeState says of the routers. */
    static String state(RouterSetup setup) {
        String routers = setup.virtualRouters().stream()
                .map(router -> router(setup, router))
                .collect(Collectors.joining(",\n"));
        return "{\"apiVersion\": \"vip-operator.io/v1alpha1\", \"kind\": \"VirtualIPNodeState\","
                + " \"metadata\": {\"name\": \"bench\"}, \"spec\": {\"routers\": [" + routers + "]}}\n";
    }

    private static String router(RouterSetup setup, VirtualRouter router) {
        String tracked = setup.tracking() ? "\"trackInterfaces\": [{\"name\": \"" + Segment.TRACKED_NIC + "\"}]," : "";
        return """
                {
                  "virtualIP": "%s",
                  "family": "IPv4",
                  "virtualRouterID": %d,
                  "interface": {"type": "Name", "name": "%s"},
                  "priority": %d,
                  "addresses": [%s],
                  "version": "V3",%s
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
                        router.intervalMilliseconds(),
                        RouterSetup.ANNOUNCEMENT_COUNT,
                        RouterSetup.ANNOUNCEMENT_REPEAT_SECONDS,
                        RouterSetup.ANNOUNCEMENT_REFRESH_SECONDS);
    }
}
