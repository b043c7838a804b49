package io.vipoperator.operator.plan;

/**
 * An agent's pod.
 *
 * @param nodeName where it runs
 * @param uid of the Pod
 * @param ready its Ready condition is True and it isn't being deleted
 */
public record AgentPod(String nodeName, String uid, boolean ready) {}
