package io.vipoperator.node.loop;

/** What other threads ask of the loop, through its inbox. */
public sealed interface Command {
    /** Run exactly this from now on. */
    record Apply(DesiredState state) implements Command {}

    /** Something came from the kernel. */
    record FromKernel(KernelEvent event) implements Command {}

    /** Hand over and release everything; the loop ends when the kernel has taken all addresses off. */
    record Stop() implements Command {}
}
