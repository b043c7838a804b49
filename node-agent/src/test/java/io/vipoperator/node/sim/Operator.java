package io.vipoperator.node.sim;

import io.vipoperator.node.loop.RouterSetup;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Tells all nodes what they shall run, each a little later than the other. */
final class Operator {
    private final Simulation simulation;
    private final SplittableRandom random;
    private List<SimVip> vips = List.of();
    private long generation;

    Operator(Simulation simulation, SplittableRandom random) {
        this.simulation = simulation;
        this.random = random;
    }

    List<SimVip> vips() {
        return vips;
    }

    /** As it stands now; others with the same number are what it was before. */
    SimVip vip(int number) {
        return vips.stream().filter(vip -> vip.number() == number).findFirst().orElseThrow();
    }

    void run(List<SimVip> newVips, double mostMillis) {
        vips = List.copyOf(newVips);
        generation++;
        simulation.checks().want(vips);
        for (SimNode node : simulation.nodes()) {
            List<RouterSetup> setups = new ArrayList<>();
            vips.forEach(vip -> setups.addAll(vip.on(node.id(), generation)));
            long told = generation;
            if (mostMillis == 0) {
                node.run(setups);
            } else {
                simulation.schedule().after(Millis.between(random, 0, mostMillis), () -> {
                    if (told == generation) {
                        node.run(setups);
                    }
                });
            }
        }
    }

    /** The same edit of some of them. */
    void edit(List<SimVip> some, double mostMillis, UnaryOperator<SimVip> edit) {
        List<SimVip> next = new ArrayList<>();
        for (SimVip vip : vips) {
            next.add(some.contains(vip) ? edit.apply(vip) : vip);
        }
        run(next, mostMillis);
    }

    /** One a line. */
    String describe() {
        return vips.stream().map(vip -> vip + "\n").collect(Collectors.joining());
    }

    /** All that are one decision with it. */
    List<SimVip> groupOf(SimVip vip) {
        return vips.stream().filter(one -> one.group().equals(vip.group())).toList();
    }
}
