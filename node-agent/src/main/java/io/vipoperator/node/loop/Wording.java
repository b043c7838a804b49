package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.Advertisement;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.vrrp.RouterConfig;
import io.vipoperator.node.wire.ChecksumForm;
import io.vipoperator.node.wire.Credential;
import io.vipoperator.node.wire.Decoded;
import io.vipoperator.node.wire.Rejection;
import io.vipoperator.node.wire.SequenceNumber;
import io.vipoperator.node.wire.SignedMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What people are told about a peer: who, which field, its value and ours, and what to do; and about others who manage the
 * addresses of this node. Never a key. Pure.
 */
final class Wording {
    static final String SECOND_INTERFACE_ADVICE = "neighbours may find the addresses at either; take one NIC out of the"
            + " segment, join them in a bond, or set net.ipv4.conf.all.arp_ignore=1 and arp_announce=2";

    private static final int MOST_ADDRESSES = 4;

    private Wording() {}

    /** The reason of the incident that a refused packet is; empty if it is none. */
    static Optional<IncidentReason> reason(Rejection rejection, RouterPolicy policy, Decoded.Accepted packet) {
        return switch (rejection) {
            case VERSION -> Optional.of(IncidentReason.VersionDiffers);
            case INTERVAL -> Optional.of(IncidentReason.IntervalDiffers);
            case TTL -> Optional.of(IncidentReason.TtlTooLow);
            case PEER -> Optional.of(IncidentReason.PeerNotConfigured);
            case DESTINATION ->
                // Others may use the VRID in a group beside our peers, and that is none of our business.
                !policy.isUnicast() || policy.minimumTtl(packet.source()).isPresent()
                        ? Optional.of(IncidentReason.PeerNotConfigured)
                        : Optional.empty();
            case AUTHENTICATION_TYPE,
                    AUTHENTICATION_MISMATCH,
                    AUTHENTICATION_FAILURE,
                    HMAC_MISSING,
                    HMAC_MALFORMED,
                    HMAC_STALE,
                    HMAC_UNKNOWN_KEY,
                    HMAC_INVALID,
                    HMAC_REPLAY ->
                policy.dialect().authentication() instanceof Authentication.KeyMissing
                        ? Optional.empty()
                        : Optional.of(IncidentReason.AuthenticationFailed);
            case LENGTH,
                    PROTOCOL,
                    TYPE,
                    ADDRESS_COUNT,
                    CHECKSUM,
                    VIRTUAL_ROUTER_ID,
                    FOREIGN_VIRTUAL_ROUTER_ID,
                    OWN_SOURCE -> Optional.empty();
        };
    }

    /** Why a packet was refused. */
    static String refused(Rejection rejection, RouterPolicy policy, Decoded.Accepted packet, long epochNanos) {
        Advertisement advertisement = packet.advertisement();
        String who = packet.source() + ", which advertises VRID " + advertisement.virtualRouterID();
        return switch (rejection) {
            case VERSION ->
                who + ", speaks version " + advertisement.version() + " and this router version "
                        + policy.dialect().version() + ": it is not heeded; set the same version on both";
            case INTERVAL ->
                who + ", advertises every " + seconds(advertisement.intervalNanos()) + " and this router every "
                        + seconds(policy.dialect().intervalNanos())
                        + ": version 2 discards it; set the same interval on both";
            case TTL ->
                who + ", was heard with TTL " + packet.ttl() + " and at least "
                        + policy.minimumTtl(packet.source()).orElse(Ladder.TTL_OF_THE_LINK)
                        + " is demanded: it crossed a router or sends with a low TTL; "
                        + (policy.isUnicast()
                                ? "correct it there, or lower minimumTTL of this peer"
                                : "both must be in one segment");
            case PEER ->
                who + ", speaks to this node and is not among the peers (" + peers(policy)
                        + "): add it to the peers, or take this node out of its peers";
            case DESTINATION ->
                who + ", sends to " + packet.destination() + " and this router expects "
                        + (policy.isUnicast() ? "unicast from its peers" : "the multicast group")
                        + ": set the same transport on both";
            default -> who + ", " + authentication(rejection, policy, packet, epochNanos);
        };
    }

    /** The checksum form of a heeded packet is the other one. */
    static String otherChecksum(RouterPolicy policy, Decoded.Accepted packet) {
        boolean pseudoHeaderHere = policy.dialect().checksumForm() == ChecksumForm.PSEUDO_HEADER;
        return packet.source() + ", which advertises VRID "
                + packet.advertisement().virtualRouterID() + ", sums its checksum up "
                + (pseudoHeaderHere ? "without" : "with") + " a pseudo-header and this router "
                + (pseudoHeaderHere ? "with" : "without")
                + " one: it is heeded, but may discard ours; set checksum to "
                + (pseudoHeaderHere ? "MessageOnly" : "PseudoHeader") + ", or change it there";
    }

    /** The addresses of a heeded advertisement are others. */
    static String otherAddresses(RouterConfig config, Advertisement advertisement, IpAddress source) {
        return source + " advertises the addresses " + list(advertisement.addresses()) + " for VRID "
                + config.virtualRouterID() + " and this router " + list(config.addresses())
                + ": give both the same, or another VRID to one of them";
    }

    /**
     * Who usually takes addresses off a NIC, and which setting keeps them from it. For systemd-networkd an address with a lifetime
     * is a dynamic one, which {@code KeepConfiguration=static} doesn't keep.
     */
    static String whoRemovesAddresses(Router router) {
        String nic = router.setup.dialect().virtualMac() ? "the macvlan" : router.interfaceName;
        return "systemd-networkd does that when it starts or sets up " + nic
                + " again, unless the NIC's .network file has KeepConfiguration=yes (static is not enough);"
                + " NetworkManager does, unless the NIC is left to others: nmcli device set " + nic
                + " managed no, or for good unmanaged-devices=interface-name:" + nic
                + " under [keyfile] in NetworkManager.conf";
    }

    /** The interval of a heeded advertisement is another. */
    static String otherInterval(RouterConfig config, Advertisement advertisement, IpAddress source) {
        return source + " advertises VRID " + config.virtualRouterID() + " every "
                + seconds(advertisement.intervalNanos()) + " and this router every "
                + seconds(config.intervalNanos())
                + ": a Backup learns the Active's interval; set the same on both";
    }

    private static String authentication(
            Rejection rejection, RouterPolicy policy, Decoded.Accepted packet, long epochNanos) {
        String what = switch (packet.credential()) {
            case Credential.None none -> "sends no authentication";
            case Credential.Simple simple -> simple(rejection, simple);
            case Credential.Trailer(var message) -> trailer(rejection, policy, message, epochNanos);
        };
        return what + " and this router demands " + demanded(policy.dialect().authentication())
                + ": it is not heeded, and both may be Active; give both the same authentication and keys";
    }

    private static String simple(Rejection rejection, Credential.Simple simple) {
        if (rejection == Rejection.AUTHENTICATION_FAILURE) {
            return "sends another password";
        }
        return switch (simple.type()) {
            case Credential.Simple.NONE -> "sends no authentication";
            case Credential.Simple.PASSWORD -> "sends a password";
            default -> "sends authentication type " + simple.type();
        };
    }

    private static String trailer(Rejection rejection, RouterPolicy policy, SignedMessage message, long epochNanos) {
        return switch (rejection) {
            case HMAC_MALFORMED -> "sends an HMAC trailer of another format";
            case HMAC_STALE -> {
                long ahead = SequenceNumber.secondsAhead(message.sequence(), epochNanos);
                yield "signs with a clock that is " + Math.abs(ahead) + " s " + (ahead < 0 ? "behind" : "ahead of")
                        + " this node's, more than " + policy.windowSeconds() + " s";
            }
            case HMAC_UNKNOWN_KEY -> "signs with key " + message.keyId();
            case HMAC_INVALID -> "signs with another secret as key " + message.keyId();
            case HMAC_REPLAY -> "repeats an advertisement that it has sent before";
            default -> "signs with HMAC";
        };
    }

    private static String demanded(Authentication authentication) {
        return switch (authentication) {
            case Authentication.None none -> "none";
            case Authentication.Password password -> "its password";
            case Authentication.Hmac hmac ->
                "HMAC by " + hmac.keys().stream().map(Object::toString).collect(Collectors.joining(" or "));
            case Authentication.KeyMissing missing -> "keys that are missing";
        };
    }

    private static String peers(RouterPolicy policy) {
        return list(policy.minimumTtls().keySet().stream().sorted().toList());
    }

    private static String list(List<IpAddress> addresses) {
        List<String> texts = new ArrayList<>();
        addresses.stream().limit(MOST_ADDRESSES).forEach(address -> texts.add(address.toString()));
        if (addresses.size() > MOST_ADDRESSES) {
            texts.add("and " + (addresses.size() - MOST_ADDRESSES) + " more");
        }
        return String.join(", ", texts);
    }

    /** With as many decimals as the interval needs, ten milliseconds at least. */
    private static String seconds(long nanos) {
        long hundredths = nanos / 10_000_000;
        return hundredths % 100 == 0
                ? hundredths / 100 + " s"
                : hundredths / 100 + "." + (hundredths % 100 < 10 ? "0" : "") + hundredths % 100 + " s";
    }
}
