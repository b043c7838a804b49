package io.vipoperator.node.vrrp;

import java.util.List;

/**
 * What one event did to a virtual router.
 *
 * @param next the state from now on
 * @param effects to carry out, in this order
 */
public record Step(State next, List<Effect> effects) {
    public Step {
        effects = List.copyOf(effects);
    }
}
