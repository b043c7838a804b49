package io.vipoperator.node.net;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a NIC's own net.ipv4.conf values were before a macvlan was put on it. They stand in the macvlan's alias, so that a
 * later run of the agent can give them back after this one was killed.
 *
 * @param arpIgnore how it answered
 * @param arpAnnounce how it asked
 */
record ParentValues(int arpIgnore, int arpAnnounce) {
    /** The NIC must not answer for an address that is on the macvlan, and with its own MAC: values 1, 2 and 8 see to that. */
    private static final int ANSWERS_ON_ITS_NIC = 1;

    private static final int ANSWERS_IN_ITS_SUBNET = 2;
    private static final int ANSWERS_NEVER = 8;

    /**
     * Nor must it ask for a client's MAC as the virtual address, as it does when it answers one: the client would learn the NIC's
     * own MAC for it.
     */
    private static final int ASKS_AS_ITSELF = 2;

    private static final Pattern ALIAS =
            Pattern.compile("virtual MAC of vip-agent; the NIC had arp_ignore=(\\d{1,9}) arp_announce=(\\d{1,9})");

    String alias() {
        return "virtual MAC of vip-agent; the NIC had arp_ignore=" + arpIgnore + " arp_announce=" + arpAnnounce;
    }

    static Optional<ParentValues> ofAlias(String alias) {
        Matcher matcher = ALIAS.matcher(alias);
        return matcher.matches()
                ? Optional.of(new ParentValues(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    /** What must be changed for the macvlan. */
    Map<InterfaceConfiguration, Integer> changes() {
        var changes = new EnumMap<InterfaceConfiguration, Integer>(InterfaceConfiguration.class);
        if (arpIgnore != ANSWERS_ON_ITS_NIC && arpIgnore != ANSWERS_IN_ITS_SUBNET && arpIgnore != ANSWERS_NEVER) {
            changes.put(InterfaceConfiguration.ARP_IGNORE, ANSWERS_ON_ITS_NIC);
        }
        if (arpAnnounce != ASKS_AS_ITSELF) {
            changes.put(InterfaceConfiguration.ARP_ANNOUNCE, ASKS_AS_ITSELF);
        }
        return changes;
    }

    /** What gives them back, of what is still as {@link #changes} made it. */
    Map<InterfaceConfiguration, Integer> restoring(ParentValues now) {
        var restoring = new EnumMap<InterfaceConfiguration, Integer>(InterfaceConfiguration.class);
        changes().forEach((value, changed) -> {
            if (changed == now.of(value)) {
                restoring.put(value, of(value));
            }
        });
        return restoring;
    }

    private int of(InterfaceConfiguration value) {
        return value == InterfaceConfiguration.ARP_IGNORE ? arpIgnore : arpAnnounce;
    }
}
