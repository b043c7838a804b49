package io.vipoperator.node.loop;

import java.util.Map;

/** What other threads ask of the loop, through its inbox. */
public sealed interface Command {
    /** Run exactly this from now on. */
    record Apply(DesiredState state) implements Command {}

    /**
     * The checks of this node say this from now on.
     *
     * @param verdicts of all of them, by name; one that is absent has none
     */
    record Judge(Map<String, CheckVerdict> verdicts) implements Command {
        public Judge {
            verdicts = Map.copyOf(verdicts);
        }
    }

    /** Something came from the kernel. */
    record FromKernel(KernelEvent event) implements Command {}

    /**
     * Tell the neighbours again where the addresses are that this node holds.
     *
     * @param virtualIP the VirtualIP's name
     */
    record Announce(String virtualIP) implements Command {}

    /** Hand over and release everything; the loop ends when the kernel has taken all addresses off. */
    record Stop() implements Command {}
}
