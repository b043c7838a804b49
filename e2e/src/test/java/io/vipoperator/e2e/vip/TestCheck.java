package io.vipoperator.e2e.vip;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Condition;
import io.vipoperator.api.v1alpha1.HealthCheck;
import io.vipoperator.api.v1alpha1.HealthCheckNodeStatus;
import io.vipoperator.api.v1alpha1.HealthCheckStatus;
import java.util.List;
import java.util.Optional;
import org.awaitility.core.ConditionTimeoutException;

/** A HealthCheck of one test, applied by kubectl as its users do; closing it deletes it, so that the VirtualIPs that use it close first. */
final class TestCheck implements AutoCloseable {

    private final Installation installation;
    private final String name;

    private TestCheck(Installation installation, String name) {
        this.installation = installation;
        this.name = name;
    }

    static TestCheck apply(Installation installation, String name, String spec) {
        TestCheck check = new TestCheck(installation, name);
        check.edit(spec);
        return check;
    }

    /** Applies another spec (YAML, flow style, such as <code>{http: {port: 8080}}</code>). */
    void edit(String spec) {
        installation.applyObject("HealthCheck", name, spec);
    }

    String name() {
        return name;
    }

    private Optional<HealthCheckStatus> status() {
        return Optional.ofNullable(installation
                        .cluster()
                        .client()
                        .resources(HealthCheck.class)
                        .withName(name)
                        .get())
                .map(HealthCheck::getStatus);
    }

    /** Waits until so many nodes find it healthy and so many failing, and returns what its status says of them. */
    List<HealthCheckNodeStatus> awaitNodes(int healthy, int failing) {
        try {
            return await(name + " is healthy on " + healthy + " nodes and fails on " + failing)
                    .atMost(TestVip.LONG)
                    .until(
                            this::status,
                            status -> status.filter(it -> equal(it.healthyNodes(), healthy))
                                    .filter(it -> equal(it.failingNodes(), failing))
                                    .isPresent())
                    .orElseThrow()
                    .nodes();
        } catch (ConditionTimeoutException e) {
            throw new ConditionTimeoutException(
                    e.getMessage() + "\n" + status().map(Object::toString).orElse("it has no status"), e);
        }
    }

    private static boolean equal(Integer one, int other) {
        return one != null && one == other;
    }

    /** Waits until the condition has this status and reason, and returns its message. */
    String awaitCondition(String type, String conditionStatus, String reason) {
        return await(name + " is " + type + "=" + conditionStatus + "/" + reason)
                .atMost(TestVip.LONG)
                .until(
                        () -> status().map(HealthCheckStatus::conditions).stream()
                                .flatMap(List::stream)
                                .filter(condition -> type.equals(condition.getType()))
                                .filter(condition -> conditionStatus.equals(condition.getStatus()))
                                .filter(condition -> reason.equals(condition.getReason()))
                                .map(Condition::getMessage)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** Waits for an Event of this reason on it that speaks of {@code node}, and returns its type and note. */
    String awaitEvent(String reason, String node) {
        return await("an Event " + reason + " of " + name + " on " + node)
                .atMost(TestVip.LONG)
                .until(
                        () ->
                                installation
                                        .cluster()
                                        .client()
                                        .events()
                                        .v1()
                                        .events()
                                        .inNamespace("default")
                                        .list()
                                        .getItems()
                                        .stream()
                                        .filter(event -> "HealthCheck"
                                                .equals(event.getRegarding().getKind()))
                                        .filter(event ->
                                                name.equals(event.getRegarding().getName()))
                                        .filter(event -> reason.equals(event.getReason()))
                                        .filter(event -> event.getNote().startsWith(node + ": "))
                                        .map(event -> event.getType() + " " + event.getNote())
                                        .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** Deletes it by kubectl, and waits until it is gone. */
    void delete() {
        installation.cluster().kubectl("delete", "vhc", name, "--ignore-not-found");
    }

    @Override
    public void close() {
        delete();
    }
}
