package io.vipoperator.e2e.vip;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Condition;
import io.vipoperator.api.v1alpha1.MemberStatus;
import io.vipoperator.api.v1alpha1.RouterState;
import io.vipoperator.api.v1alpha1.VirtualIP;
import io.vipoperator.api.v1alpha1.VirtualIPStatus;
import io.vipoperator.e2e.AddressProbe;
import io.vipoperator.e2e.AddressWatch;
import io.vipoperator.e2e.Cluster;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;

/** A VirtualIP of one test, applied by kubectl as its users do; closing it deletes it and waits until no node has its address. */
final class TestVip implements AutoCloseable {

    /** For whatever must come: many times what it takes, since what is wrong must fail a test and not what is slow. */
    static final Duration LONG = Duration.ofMinutes(1);

    private final Installation installation;
    private final String name;
    private final String address;

    private TestVip(Installation installation, String name, String address) {
        this.installation = installation;
        this.name = name;
        this.address = address;
    }

    static TestVip apply(Installation installation, String name, String address, String spec) {
        TestVip vip = new TestVip(installation, name, address);
        vip.edit(spec);
        return vip;
    }

    /** Applies another spec (YAML, flow style, such as <code>{addresses: [10.77.0.110/24]}</code>). */
    void edit(String spec) {
        installation.applyObject("VirtualIP", name, spec);
    }

    String name() {
        return name;
    }

    String address() {
        return address;
    }

    /** As users wait: {@code kubectl wait --for=condition=Ready}, for the present generation; then returns the Active's node. */
    String awaitReady() {
        return awaitReady(LONG);
    }

    String awaitReady(Duration limit) {
        explained(() -> await("VirtualIP " + name + " is Ready in its present generation")
                .atMost(limit)
                .until(
                        () -> {
                            VirtualIP vip = installation.vip(name);
                            long generation = vip.getMetadata().getGeneration();
                            return condition("Ready")
                                    .filter(ready -> "True".equals(ready.getStatus()))
                                    .filter(ready -> Long.valueOf(generation).equals(ready.getObservedGeneration()))
                                    .isPresent();
                        },
                        ready -> ready));
        return activeNode().orElseThrow();
    }

    /** {@link #awaitReady}, on {@code node}. */
    void awaitReadyOn(String node) {
        awaitActive(node);
        awaitReady();
        awaitActive(node);
    }

    /** {@link #awaitReady}, with so many members: one whose agent is not Ready for a moment becomes none. */
    void awaitMembers(int count) {
        explained(() -> await(name + " has " + count + " members")
                .atMost(LONG)
                .until(this::members, members -> members.size() == count));
        awaitReady();
    }

    Optional<VirtualIPStatus> status() {
        return Optional.ofNullable(installation.vip(name)).map(VirtualIP::getStatus);
    }

    Optional<String> activeNode() {
        return status().map(VirtualIPStatus::activeNode);
    }

    Optional<Condition> condition(String type) {
        return status().map(VirtualIPStatus::conditions).stream()
                .flatMap(List::stream)
                .filter(condition -> type.equals(condition.getType()))
                .findFirst();
    }

    boolean isTrue(String type) {
        return condition(type).filter(found -> "True".equals(found.getStatus())).isPresent();
    }

    List<MemberStatus> members() {
        return status().map(VirtualIPStatus::members).orElse(List.of());
    }

    /** Waits until the row of {@code node} gives this state and reason, and returns it. */
    MemberStatus awaitRow(String node, RouterState state, String reason) {
        return explained(() -> await("the row of " + node + " says " + state + " and " + reason)
                        .atMost(LONG)
                        .until(
                                () -> members().stream()
                                        .filter(member -> node.equals(member.nodeName()))
                                        .filter(member -> member.state() == state)
                                        .filter(member -> reason.equals(member.reason()))
                                        .findFirst(),
                                Optional::isPresent))
                .orElseThrow();
    }

    /** The nodes whose kernel has the address now; one without power has nothing. */
    List<String> holders() {
        return holders(address);
    }

    /** The same of another one of its addresses. */
    List<String> holders(String address) {
        Cluster cluster = installation.cluster();
        return cluster.nodes().stream()
                .filter(node -> cluster.runs(node) && AddressWatch.isOn(cluster, node, address))
                .toList();
    }

    /** Waits until exactly one node has the address, and the status names it as the Active; then returns it. */
    String awaitOneOwner() {
        return awaitOneOwnerOtherThan("");
    }

    /**
     * {@link #awaitOneOwner} when {@code former} was it. Not the one who answers first: Backups whose priorities differ by ten differ in
     * Skew_Time by 4 ms at an interval of 100 ms (RFC 9568 section 6.1), so that on a busy machine the lesser may be Active for a moment.
     */
    String awaitOneOwnerOtherThan(String former) {
        return explained(() -> await("one node" + (former.isEmpty() ? "" : " other than " + former) + " has " + address
                                + " and is Active by the status")
                        .atMost(LONG)
                        .until(
                                this::holders,
                                nodes -> nodes.size() == 1
                                        && !nodes.contains(former)
                                        && activeNode().equals(Optional.of(nodes.getFirst()))))
                .getFirst();
    }

    /** Waits until the status names {@code node} as the Active. */
    void awaitActive(String node) {
        explained(() -> await(name + " is Active on " + node + ", by its status")
                .atMost(LONG)
                .until(this::activeNode, active -> active.filter(node::equals).isPresent()));
    }

    /** A wait in vain says what was there instead. */
    private <T> T explained(Supplier<T> wait) {
        try {
            return wait.get();
        } catch (ConditionTimeoutException e) {
            throw new ConditionTimeoutException(e.getMessage() + "\n" + inWords(), e);
        }
    }

    private String inWords() {
        String conditions = status().map(VirtualIPStatus::conditions).stream()
                .flatMap(List::stream)
                .map(condition -> condition.getType() + " " + condition.getStatus() + " (" + condition.getReason()
                        + ": " + condition.getMessage() + ")")
                .collect(Collectors.joining(", "));
        String members = members().stream()
                .map(member -> member.nodeName() + " " + member.state() + " at " + member.priority()
                        + (member.message() == null ? "" : " (" + member.reason() + ": " + member.message() + ")"))
                .collect(Collectors.joining(", "));
        return name + " by its status: Active on " + activeNode().orElse("no node") + "; " + members + "; " + conditions
                + "; by the kernels " + address + " is on " + holders();
    }

    AddressProbe probe() {
        return AddressProbe.start(installation.cluster(), address);
    }

    AddressWatch watch() {
        return AddressWatch.start(installation.cluster(), address);
    }

    /** Records the conditions from now on. */
    ConditionWatch watchConditions() {
        return ConditionWatch.start(installation.cluster().client(), name);
    }

    /** Waits until the condition has this status and reason, and returns its message. */
    String awaitCondition(String type, String status, String reason) {
        return awaitCondition(type, status, reason, LONG);
    }

    /** {@link #awaitCondition(String, String, String)} of what takes longer. */
    String awaitCondition(String type, String status, String reason, Duration limit) {
        return explained(() -> await(name + " is " + type + "=" + status + "/" + reason)
                        .atMost(limit)
                        .until(
                                () -> condition(type)
                                        .filter(found -> status.equals(found.getStatus()))
                                        .filter(found -> reason.equals(found.getReason())),
                                Optional::isPresent))
                .orElseThrow()
                .getMessage();
    }

    /** Deletes it by kubectl and returns at once. */
    void delete() {
        installation.cluster().kubectl("delete", "vip", name, "--ignore-not-found", "--wait=false");
    }

    void awaitNoHolder() {
        explained(() -> await("no node has " + address).atMost(LONG).until(this::holders, List::isEmpty));
    }

    @Override
    public void close() {
        delete();
        awaitNoHolder();
    }
}
