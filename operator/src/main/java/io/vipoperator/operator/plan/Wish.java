package io.vipoperator.operator.plan;

/**
 * The node that a person wants to be Active, by the annotation {@code vip-operator.io/active-node}.
 *
 * @param nodeName as written
 * @param done it has been Active since it was asked for, so that the VirtualIP's own preemption holds again
 */
public record Wish(String nodeName, boolean done) {
    /** Only read: what people wrote is never edited, for Git would restore it. */
    public static final String ANNOTATION = "vip-operator.io/active-node";
}
