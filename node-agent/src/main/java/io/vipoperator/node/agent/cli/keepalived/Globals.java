package io.vipoperator.node.agent.cli.keepalived;

import java.util.List;
import java.util.Optional;

/**
 * What global_defs says for all instances of a host.
 *
 * @param version of the protocol
 * @param interfaceName of instances that name none
 * @param announcement how addresses are announced
 * @param startupDelaySeconds 0 = none
 */
record Globals(
        Optional<Integer> version, Optional<String> interfaceName, Announcing announcement, int startupDelaySeconds) {

    /** What is left to each instance to say, in keepalived's units; empty = not said. */
    record Announcing(
            Optional<Integer> delaySeconds,
            Optional<Integer> repeat,
            Optional<Integer> refreshSeconds,
            Optional<Integer> intervalMilliseconds) {
        static Announcing read(Block block, String prefix) {
            return new Announcing(
                    block.number(prefix + "garp_master_delay", 0, 3600),
                    block.number(prefix + "garp_master_repeat", 1, 100),
                    block.number(prefix + "garp_master_refresh", 0, 86400),
                    block.seconds(prefix + "garp_interval", 0, 10)
                            .map(Numbers::milliseconds)
                            .map(milliseconds -> Math.max(1, milliseconds)));
        }

        Announcing or(Announcing other) {
            return new Announcing(
                    delaySeconds.or(other::delaySeconds),
                    repeat.or(other::repeat),
                    refreshSeconds.or(other::refreshSeconds),
                    intervalMilliseconds.or(other::intervalMilliseconds));
        }
    }

    /** Of all blocks of that name. */
    static Globals read(List<Statement> blocks, Ledger ledger) {
        blocks.forEach(ledger::expressed);
        Block block =
                new Block(blocks.stream().flatMap(one -> one.inner().stream()).toList(), ledger);
        Announcing asked = Announcing.read(block, "vrrp_");
        boolean least = block.truth("vrrp_min_garp");
        Announcing announcing = least
                ? asked.or(new Announcing(Optional.of(0), Optional.of(1), Optional.empty(), Optional.empty()))
                : asked;
        Globals globals = new Globals(
                block.number("vrrp_version", 2, 3),
                block.word("default_interface"),
                announcing,
                block.seconds("vrrp_startup_delay", 0, 300)
                        .map(Numbers::wholeSeconds)
                        .orElse(0));
        block.rest();
        return globals;
    }
}
