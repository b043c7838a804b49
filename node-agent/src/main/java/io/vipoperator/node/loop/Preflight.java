package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.Family;
import java.util.Optional;

/** What of the node's own settings would keep a router's addresses from being reached, in words for people. Pure. */
final class Preflight {
    /** Where kube-proxy in IPVS mode keeps the addresses of all Services. */
    private static final String IPVS_DEVICE = "kube-ipvs0";

    private static final int ANSWERS_ON_ITS_NIC = 1;

    private Preflight() {}

    /** Which address of the plan is on the node already, without our mark; a link-local one counts on the router's NIC only. */
    static Optional<String> addressOnNode(Links links, InstallPlan plan, int interfaceIndex) {
        for (AddressWithPrefix wanted : plan.addresses()) {
            Optional<NetworkInterface> owner = links.owner(wanted.address(), interfaceIndex);
            if (owner.isPresent()) {
                return Optional.of(
                        owner.get().name().equals(IPVS_DEVICE)
                                ? "address " + wanted.address() + " is on " + IPVS_DEVICE
                                        + ": kube-proxy in IPVS mode puts each Service's address on every node, and every node answers ARP"
                                        + " for it unless kube-proxy runs with ipvs.strictARP: true; set that, and take the address from"
                                        + " the Service, or run kube-proxy in nftables mode"
                                : "address " + wanted.address() + " is on this node and was not put there by us");
            }
        }
        return Optional.empty();
    }

    /** Why nobody would be answered who asks for an address of the plan on that NIC, if so. */
    static Optional<String> arpIgnore(NetworkInterface nic, InstallPlan plan) {
        boolean hostAddresses = !plan.prefixRoute()
                && plan.addresses().stream().anyMatch(one -> one.address().family() == Family.IPV4);
        if (!hostAddresses || nic.arpIgnore() <= ANSWERS_ON_ITS_NIC) {
            return Optional.empty();
        }
        return Optional.of("arp_ignore is " + nic.arpIgnore() + " on " + nic.name()
                + ", so that this node answers no ARP for host addresses: net.ipv4.conf.all.arp_ignore and net.ipv4.conf."
                + nic.name() + ".arp_ignore must be 0 or 1");
    }

    /** Another NIC of the node whose addresses say that it is in the same segment: neighbours may find the addresses at either. */
    static Optional<String> secondInterface(Links links, NetworkInterface nic, Family family) {
        return links.interfaces().stream()
                .filter(other -> other.index() != nic.index() && other.running() && !other.loopback() && !other.noArp())
                .filter(other -> shareSubnet(nic, other, family))
                .findFirst()
                .map(other -> nic.name() + " and " + other.name() + " of this node have addresses of one subnet: "
                        + Wording.SECOND_INTERFACE_ADVICE);
    }

    private static boolean shareSubnet(NetworkInterface one, NetworkInterface other, Family family) {
        return one.addresses().stream()
                .filter(own -> isOfSubnet(own, family))
                .anyMatch(own -> other.addresses().stream()
                        .filter(its -> isOfSubnet(its, family))
                        .anyMatch(its -> InterfaceSelection.holds(own, its.address())
                                && InterfaceSelection.holds(its, own.address())));
    }

    private static boolean isOfSubnet(AddressWithPrefix own, Family family) {
        return own.address().family() == family
                && !own.address().isLinkLocal()
                && own.prefixLength() < family.octets() * Byte.SIZE;
    }
}
