package io.vipoperator.node.agent;

import io.vipoperator.api.v1alpha1.Family;
import io.vipoperator.api.v1alpha1.RouterTransport;
import io.vipoperator.api.v1alpha1.TransportPeer;
import io.vipoperator.api.v1alpha1.TransportType;
import io.vipoperator.node.loop.Transport;
import io.vipoperator.node.vrrp.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads how advertisements travel. No peer at all is no mistake of the document: the operator writes it for the only member,
 * and the router says so itself. Nor is an own address among them, which only the node can know. Pure; for one router.
 */
final class TransportReader {
    private static final int MOST_PEERS = 64;
    /** A TTL of 255 proves that no router was crossed (RFC 9568 section 7.1). */
    private static final int ON_LINK_TTL = 255;

    private final Family family;
    private final Fields fields;

    /**
     * A reader of one transport.
     *
     * @param family of the router, may be null
     * @param fields of the transport
     */
    TransportReader(Family family, Fields fields) {
        this.family = family;
        this.fields = fields;
    }

    /** Null reads as the default. */
    Transport read(RouterTransport transport) {
        if (transport == null) {
            return Transport.Multicast.fromPrimary();
        }
        TransportType type = transport.type() == null ? TransportType.Multicast : transport.type();
        Optional<IpAddress> source = transport.sourceAddress() == null
                ? Optional.empty()
                : host("sourceAddress", transport.sourceAddress(), fields);
        List<TransportPeer> peers = transport.peers() == null ? List.of() : transport.peers();
        return switch (type) {
            case Unicast -> new Transport.Unicast(source, peers(peers));
            case Unrecognized -> new Transport.Multicast(source);
            case Multicast -> {
                if (!peers.isEmpty()) {
                    fields.missing("peers", "must be absent unless transport.type is Unicast");
                }
                yield new Transport.Multicast(source);
            }
        };
    }

    private List<Transport.Peer> peers(List<TransportPeer> written) {
        if (written.size() > MOST_PEERS) {
            fields.missing("peers", "must be at most 64 peers, not " + written.size());
        }
        List<Transport.Peer> peers = new ArrayList<>();
        Map<IpAddress, String> fieldByAddress = new HashMap<>();
        for (int i = 0; i < written.size(); i++) {
            String field = "peers[" + i + "]";
            TransportPeer peer = written.get(i);
            if (peer == null) {
                fields.missing(field, "must not be empty");
                continue;
            }
            Fields of = fields.in(field);
            int minimumTtl = of.number("minimumTTL", peer.minimumTTL(), Optional.of(ON_LINK_TTL), 1, 255);
            host("address", peer.address(), of).ifPresent(address -> {
                String first = fieldByAddress.putIfAbsent(address, of.path() + "address");
                if (first != null) {
                    of.wrong("address", peer.address(), "must not stand twice: " + first + " is the same address");
                }
                peers.add(new Transport.Peer(address, minimumTtl));
            });
        }
        return peers;
    }

    private Optional<IpAddress> host(String field, String text, Fields of) {
        String rule = "must be " + AddressReader.article(family) + " address without a prefix length";
        if (text == null) {
            of.missing(field, rule);
            return Optional.empty();
        }
        Optional<IpAddress> address = IpAddress.tryParse(text).filter(a -> AddressReader.isOf(family, a));
        if (address.isEmpty()) {
            of.wrong(field, text, rule);
        } else if (!AddressReader.isHost(address.get())) {
            of.wrong(field, text, AddressReader.HOST_RULE);
        }
        return address;
    }
}
