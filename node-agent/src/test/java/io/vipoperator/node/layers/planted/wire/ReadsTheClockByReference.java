package io.vipoperator.node.layers.planted.wire;

import java.util.function.LongSupplier;

/** Breaks a rule on purpose: a method reference is a call too. */
final class ReadsTheClockByReference {
    LongSupplier clock() {
        return System::currentTimeMillis;
    }
}
