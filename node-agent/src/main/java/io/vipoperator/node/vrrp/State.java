package io.vipoperator.node.vrrp;

/** A state of a virtual router. A deadline is a field of the state, so a stale timer cannot exist. */
public sealed interface State {
    /** When {@link Event.DeadlinePassed} is due, on the loop's clock; {@link Long#MAX_VALUE} = never. */
    long deadlineNanos();

    // PLACEHOLDER: the records of the states come here.
    record Initialize() implements State {
        @Override
        public long deadlineNanos() {
            return Long.MAX_VALUE;
        }
    }
}
