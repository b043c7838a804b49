package io.vipoperator.e2e.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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
        Path state = folder.resolve(label + "-" + host.name() + ".json");
        try {
            Files.writeString(state, state(setup));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + state, e);
        }
        List<String> command = new ArrayList<>(application);
        command.addAll(List.of("--state", state.toString()));
        return new SpeakerProcess(
                host, folder.resolve(label + "-" + host.name() + ".log").toFile(), command, List.of());
    }

    private static String state(RouterSetup setup) {
        String routers = setup.virtualRouterIDs().stream()
                .map(virtualRouterID -> """
                        {
                          "virtualIP": "router-%1$d",
                          "family": "IPv4",
                          "virtualRouterID": %1$d,
                          "interface": {"type": "Name", "name": "eth0"},
                          "priority": %2$d,
                          "addresses": ["%3$s/32"],
                          "version": "V3",
                          "advertisementIntervalMilliseconds": %4$d,
                          "preemption": {"mode": "Always", "delaySeconds": 0},
                          "announcement": {"count": %5$d, "repeatAfterSeconds": %6$d, "refreshSeconds": %7$d, "form": "Request"}
                        }""".formatted(
                                virtualRouterID,
                                setup.priority(),
                                RouterSetup.address(virtualRouterID),
                                setup.intervalMilliseconds(),
                                RouterSetup.ANNOUNCEMENT_COUNT,
                                RouterSetup.ANNOUNCEMENT_REPEAT_SECONDS,
                                RouterSetup.ANNOUNCEMENT_REFRESH_SECONDS))
                .collect(Collectors.joining(",\n"));
        return "{\"apiVersion\": \"vip-operator.io/v1alpha1\", \"kind\": \"VirtualIPNodeState\","
                + " \"metadata\": {\"name\": \"bench\"}, \"spec\": {\"routers\": [" + routers + "]}}\n";
    }
}
