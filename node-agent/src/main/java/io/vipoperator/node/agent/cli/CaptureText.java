package io.vipoperator.node.agent.cli;

import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.wire.Dissection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What passed on the wire as a line of text. Pure. */
final class CaptureText {
    private CaptureText() {}

    /**
     * One line, without its end.
     *
     * @param name of the VirtualIP, if it is one of this agent's
     */
    static String of(Dissection dissection, Optional<String> name) {
        return switch (dissection) {
            case Dissection.Vrrp vrrp -> vrrp(vrrp, name);
            case Dissection.Arp arp -> arp(arp);
            case Dissection.NeighborSolicitation asks -> solicitation(asks);
            case Dissection.NeighborAdvertisement tells -> advertisement(tells);
        };
    }

    private static String vrrp(Dissection.Vrrp vrrp, Optional<String> name) {
        return "VRRPv" + vrrp.version() + " " + vrrp.source() + " > " + vrrp.destination() + "  VRID "
                + vrrp.virtualRouterID() + name.map(text -> " (" + text + ")").orElse("") + "  priority "
                + vrrp.priority() + meaning(vrrp.priority()) + "  every " + vrrp.intervalMilliseconds() + " ms  "
                + vrrp.about().stream().map(IpAddress::toString).collect(Collectors.joining(","))
                + authentication(vrrp) + "  from " + vrrp.from() + flaws(vrrp.flaws());
    }

    private static String meaning(int priority) {
        return priority == 0 ? " (resigns)" : priority == 255 ? " (owner)" : "";
    }

    private static String authentication(Dissection.Vrrp vrrp) {
        return switch (vrrp.authenticationType()) {
            case 0 -> "";
            case 1 -> "  password";
            default -> "  authentication type " + vrrp.authenticationType();
        };
    }

    private static String flaws(List<String> flaws) {
        return flaws.isEmpty() ? "" : "  !! " + String.join(", ", flaws);
    }

    private static String arp(Dissection.Arp arp) {
        String form = arp.request() ? "ARP request: " : "ARP reply: ";
        String text = arp.request() && !arp.gratuitous()
                ? "who has " + arp.target() + ", asks " + arp.sender() + " at " + arp.senderMac()
                : arp.sender() + " is at " + arp.senderMac() + (arp.gratuitous() ? " (gratuitous)" : " > " + arp.to());
        // Else a switch learns another port than the neighbours are told.
        return form + text + (arp.from().equals(arp.senderMac()) ? "" : "  !! sent from " + arp.from());
    }

    private static String solicitation(Dissection.NeighborSolicitation asks) {
        boolean duplicate = asks.source().toString().equals("::");
        return "ND solicitation: who has " + asks.target()
                + (duplicate ? " (duplicate address detection)" : ", asks " + asks.source()) + " at " + asks.from();
    }

    private static String advertisement(Dissection.NeighborAdvertisement tells) {
        return "ND advertisement: " + tells.target() + " is at "
                + tells.targetMac().map(Object::toString).orElse("(not said)")
                + (tells.router() ? ", router" : "")
                + (tells.solicited() ? ", solicited" : ", unsolicited")
                + (tells.override() ? ", override" : "");
    }
}
