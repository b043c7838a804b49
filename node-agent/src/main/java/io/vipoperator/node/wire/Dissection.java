package io.vipoperator.node.wire;

import io.vipoperator.node.vrrp.IpAddress;
import java.util.List;
import java.util.Optional;

/** What an Ethernet frame says about virtual addresses, for people to read: whole, and sound or not. */
public sealed interface Dissection {
    /** Who put the frame on the wire. */
    MacAddress from();

    /** To whom. */
    MacAddress to();

    /** Addresses that it speaks about. */
    List<IpAddress> about();

    /**
     * A VRRP message of any version, as far as it can be read.
     *
     * @param from of the frame
     * @param to of the frame
     * @param source of the packet
     * @param destination of the packet
     * @param ttl TTL or hop limit
     * @param version 0..15
     * @param virtualRouterID 0..255
     * @param priority 0..255
     * @param intervalMilliseconds of the sender
     * @param authenticationType of version 2
     * @param about the addresses that fit into the message
     * @param flaws what is wrong with it, in words
     */
    record Vrrp(
            MacAddress from,
            MacAddress to,
            IpAddress source,
            IpAddress destination,
            int ttl,
            int version,
            int virtualRouterID,
            int priority,
            int intervalMilliseconds,
            int authenticationType,
            List<IpAddress> about,
            List<String> flaws)
            implements Dissection {
        public Vrrp {
            about = List.copyOf(about);
            flaws = List.copyOf(flaws);
        }
    }

    /**
     * ARP over Ethernet for IPv4 (RFC 826).
     *
     * @param from of the frame
     * @param to of the frame
     * @param request or else a reply
     * @param senderMac as the message says
     * @param sender as the message says
     * @param target as the message says
     */
    record Arp(
            MacAddress from, MacAddress to, boolean request, MacAddress senderMac, IpAddress sender, IpAddress target)
            implements Dissection {
        @Override
        public List<IpAddress> about() {
            return List.of(sender, target);
        }

        /** It asks nobody, but tells everybody where the sender is (RFC 5227 section 3). */
        public boolean gratuitous() {
            return sender.equals(target);
        }
    }

    /**
     * A Neighbor Solicitation (RFC 4861 section 4.3).
     *
     * @param from of the frame
     * @param to of the frame
     * @param source of the packet; :: asks whether the target is a duplicate
     * @param target that is looked for
     */
    record NeighborSolicitation(MacAddress from, MacAddress to, IpAddress source, IpAddress target)
            implements Dissection {
        @Override
        public List<IpAddress> about() {
            return List.of(target, source);
        }
    }

    /**
     * A Neighbor Advertisement (RFC 4861 section 4.4).
     *
     * @param from of the frame
     * @param to of the frame
     * @param source of the packet
     * @param target that is told about
     * @param targetMac where it is, if the message says so
     * @param router flag R
     * @param solicited flag S
     * @param override flag O
     */
    record NeighborAdvertisement(
            MacAddress from,
            MacAddress to,
            IpAddress source,
            IpAddress target,
            Optional<MacAddress> targetMac,
            boolean router,
            boolean solicited,
            boolean override)
            implements Dissection {
        @Override
        public List<IpAddress> about() {
            return List.of(target);
        }
    }
}
