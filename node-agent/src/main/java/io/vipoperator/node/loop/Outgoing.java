package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.Advertisement;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.vrrp.RouterConfig;
import io.vipoperator.node.wire.AuthenticationKey;
import io.vipoperator.node.wire.HmacTrailer;
import io.vipoperator.node.wire.SequenceNumber;
import io.vipoperator.node.wire.VrrpCodec;
import io.vipoperator.node.wire.VrrpMessage;
import java.util.List;
import java.util.Optional;

/**
 * The packets of one router's advertisements: one to the group, or one to each peer with a checksum of its own. Kept, since an
 * Active sends the same ones over and over; only an HMAC differs each time. The loop's thread only.
 */
final class Outgoing {
    /** One packet: to the group or to a peer, and its message from the VRRP header on, which nobody changes. */
    static final class Packet {
        final IpAddress source;
        final IpAddress destination;
        final byte[] message;

        private Packet(IpAddress source, IpAddress destination, byte[] message) {
            this.source = source;
            this.destination = destination;
            this.message = message;
        }
    }

    /** What the kept packets were made of. */
    private record Made(Dialect dialect, RouterConfig config, int priority) {}

    private Optional<Made> made = Optional.empty();
    private byte[] unsigned = {};
    private List<Packet> packets = List.of();
    private Optional<Authentication> lastUsed = Optional.empty();
    private long lastSequence;

    /**
     * The packets of one advertisement; none while there are no peers or the keys aren't known: nothing goes out to the group or
     * without authentication instead.
     *
     * @param priority to be advertised; 0 resigns
     * @param epochNanos nanoseconds since 1970
     */
    List<Packet> packets(RouterSetup setup, RouterConfig config, int priority, long epochNanos) {
        Dialect dialect = setup.dialect();
        Authentication authentication = authentication(dialect.authentication(), priority);
        Made wanted = new Made(dialect, config, priority);
        boolean kept = made.filter(wanted::equals).isPresent();
        made = Optional.of(wanted);
        return switch (authentication) {
            case Authentication.None none -> kept ? packets : plain(dialect, config, priority, Optional.empty());
            case Authentication.Password(var key) ->
                kept ? packets : plain(dialect, config, priority, Optional.of(key));
            case Authentication.Hmac hmac -> {
                if (!kept) {
                    unsigned = VrrpMessage.of(advertisement(dialect, config, priority), Optional.empty());
                }
                yield signed(dialect, config, hmac.keys().getFirst(), epochNanos);
            }
            case Authentication.KeyMissing missing -> List.of();
        };
    }

    /** Keys that are lost while the router is Active: it resigns with those that its peers know. */
    private Authentication authentication(Authentication configured, int priority) {
        if (configured instanceof Authentication.KeyMissing) {
            return priority == 0 ? lastUsed.orElse(configured) : configured;
        }
        lastUsed = Optional.of(configured);
        return configured;
    }

    private List<Packet> plain(
            Dialect dialect, RouterConfig config, int priority, Optional<AuthenticationKey> password) {
        packets = addressed(dialect, config, VrrpMessage.of(advertisement(dialect, config, priority), password));
        return packets;
    }

    /** Signed once: all copies of one advertisement carry the same number, the next one a greater. */
    private List<Packet> signed(Dialect dialect, RouterConfig config, AuthenticationKey key, long epochNanos) {
        long windowSeconds = SequenceNumber.windowSeconds(dialect.intervalNanos());
        lastSequence = SequenceNumber.next(lastSequence, epochNanos, windowSeconds);
        return addressed(dialect, config, HmacTrailer.sign(unsigned, config.primaryAddress(), key, lastSequence));
    }

    private static Advertisement advertisement(Dialect dialect, RouterConfig config, int priority) {
        return new Advertisement(
                dialect.version(), config.virtualRouterID(), priority, config.intervalNanos(), config.addresses());
    }

    private static List<Packet> addressed(Dialect dialect, RouterConfig config, byte[] message) {
        IpAddress source = config.primaryAddress();
        return destinations(dialect.transport(), source).stream()
                .map(to -> new Packet(source, to, VrrpMessage.checksummed(message, source, to, dialect.checksumForm())))
                .toList();
    }

    private static List<IpAddress> destinations(Transport transport, IpAddress source) {
        return switch (transport) {
            case Transport.Multicast multicast -> List.of(VrrpCodec.group(source.family()));
            case Transport.Unicast unicast ->
                unicast.peers().stream().map(Transport.Peer::address).toList();
        };
    }
}
