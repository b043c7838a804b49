package io.vipoperator.node.vrrp;

/** What an advertisement revealed beside its meaning for the election. */
public enum Observation {
    /** While Active, a losing advertisement was heard: two routers thought they were Active. */
    LosingActiveHeard,
    /** The peer advertises other addresses than we do. */
    AddressListDiffers,
    /** The peer advertises with another interval than we do. */
    IntervalDiffers,
    /** Two routers have priority 255 for the same VRID (erratum 8298). */
    SecondOwner
}
