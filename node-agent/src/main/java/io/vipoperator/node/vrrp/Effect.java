package io.vipoperator.node.vrrp;

/** What a step asks the loop to do, in this order. Values only; the loop carries them out. */
public sealed interface Effect {
    /**
     * Send an advertisement now, built from the present configuration.
     *
     * @param priority 0 resigns (RFC 9568 section 6.4.3)
     */
    record Advertise(int priority) implements Effect {}

    /** Put the addresses on the NIC; {@link Event.AddressesHeld} or a fault answers. */
    record ClaimAddresses() implements Effect {}

    /**
     * Take one address off the NIC and keep the others.
     *
     * @param address that the neighbours know somewhere else already
     */
    record ReleaseAddress(IpAddress address) implements Effect {}

    /** Take the addresses off the NIC, all that are left there. */
    record ReleaseAddresses() implements Effect {}

    /** Send one announcement (gratuitous ARP) for each address. */
    record Announce() implements Effect {}

    /**
     * The state has changed.
     *
     * @param reason why
     */
    record Report(TransitionReason reason) implements Effect {}

    /**
     * Something worth an incident was seen; the state did not change by it.
     *
     * @param observation what
     * @param source who sent it
     */
    record Observe(Observation observation, IpAddress source) implements Effect {}
}
