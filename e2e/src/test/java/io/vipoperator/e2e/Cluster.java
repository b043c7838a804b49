package io.vipoperator.e2e;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.List;

/**
 * A running Kubernetes whose nodes share one network segment with a client and, when asked for, third members: what the end-to-end tests
 * see of it. Faults happen at once, and last until they are ended. Used by one test at a time.
 */
public interface Cluster {

    /** A file with cluster-admin rights. */
    Path kubeconfig();

    /** A client with cluster-admin rights; it is closed with the cluster. */
    KubernetesClient client();

    /** Names of the nodes, as Kubernetes and as this interface know them. */
    List<String> nodes();

    /** The machine on the segment that is no node and from which probes ask. */
    String probeMachine();

    /** The host part of the segment: {@code address(100)} is the segment's 100th address. From 100 to 199 they are free for tests. */
    String address(int host);

    /** The same of the segment's IPv6 subnet, which every machine has an address of; its prefix length is 64. */
    String address6(int host);

    /** Its prefix length, such as 24. */
    int prefixLength();

    /** Makes images known to all nodes: docker or OCI archives. */
    void load(List<Path> images);

    /** Gives an image that all nodes have a second name. */
    void tagImage(String name, String secondName);

    /** kubectl as cluster admin: what it printed; a status other than 0 is an exception with its output. */
    String kubectl(String... arguments);

    /** A command that runs {@code command} in the network namespace of a node, the client or a third member, with the files of this machine. */
    List<String> inNetworkOf(String machine, List<String> command);

    /** Runs {@code command} in the machine's network namespace to its end: what it printed; a status other than 0 is an exception. */
    String runInNetworkOf(String machine, String... command);

    /** Whether the node has power. */
    boolean runs(String node);

    /** All of a node's processes and addresses are gone at once; its disk stays. */
    void powerCut(String node);

    /** After {@link #powerCut}; returns when its kubelet is started. */
    void boot(String node);

    /** Carrier is lost at both ends. */
    void cableCut(String node);

    void cableJoin(String node);

    /** VRRP that the node sends is lost; all else passes. */
    void dropVrrpFrom(String node);

    /** VRRP that is sent to the node is lost; all else passes. */
    void dropVrrpTo(String node);

    /** Ends all losses of VRRP. */
    void healVrrp();

    /** Nobody reaches the API server but this test. */
    void apiAway();

    /** The node, its pods included, doesn't reach the API server. */
    void apiAway(String node);

    /** Ends it for all. */
    void apiBack();

    /** SIGKILL to the node's kubelet; its pods run on. */
    void killKubelet(String node);

    void startKubelet(String node);

    /** A signal, such as {@code KILL}, to the process of the node's agent and to nothing else. */
    void signalAgent(String node, String signal);

    /** The token that the kubelet has mounted into the pod of the node's agent. */
    String agentToken(String node);

    /** What the kernel says of the agent's process on the node: {@code /proc/PID/status}. */
    String agentStatus(String node);

    /** A third member of the segment, no node of Kubernetes. */
    void addMember(String name, String address);

    void removeMember(String name);

    /** Ends all faults, dead nodes and forgotten members included, waits until all nodes are Ready, and does what was asked by {@link #afterHealing}. */
    void heal();

    /** What {@link #heal} is to do at its end, in the order of the calls. */
    void afterHealing(Runnable restore);

    /** What can be seen from outside when something went wrong: some 60 lines. */
    String report();
}
