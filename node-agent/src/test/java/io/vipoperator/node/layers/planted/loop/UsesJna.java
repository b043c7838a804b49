package io.vipoperator.node.layers.planted.loop;

import com.sun.jna.Pointer;

/** Breaks a rule on purpose: native calls are for net alone. */
final class UsesJna {
    Pointer nothing() {
        return Pointer.NULL;
    }
}
