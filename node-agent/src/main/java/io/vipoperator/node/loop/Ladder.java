package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.wire.AuthenticationKey;
import io.vipoperator.node.wire.Credential;
import io.vipoperator.node.wire.Decoded;
import io.vipoperator.node.wire.Rejection;
import io.vipoperator.node.wire.SequenceNumber;
import io.vipoperator.node.wire.SignedMessage;
import io.vipoperator.node.wire.VrrpCodec;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What one router demands of a sound advertisement for its VRID, rung by rung (RFC 9568 section 7.1, RFC 3768 section 7.1). What
 * costs little and what a stranger can't pass comes first, HMAC last but for what only an honest peer gets wrong: the interval.
 * Pure.
 */
final class Ladder {
    /** What has crossed no router (RFC 9568 section 5.1.1.3, RFC 5082). */
    static final int TTL_OF_THE_LINK = 255;

    private Ladder() {}

    /**
     * The first rung that the packet falls from; empty if it is to be heeded.
     *
     * @param fromUs its source is our own address
     * @param toUs its destination is our own address
     * @param marks of this router; not raised
     * @param epochNanos nanoseconds since 1970
     */
    static Optional<Rejection> judge(
            RouterPolicy policy,
            Decoded.Accepted packet,
            boolean fromUs,
            boolean toUs,
            ReplayMarks marks,
            long epochNanos) {
        // Before all that names a culprit: we are none.
        if (fromUs) {
            return Optional.of(Rejection.OWN_SOURCE);
        }
        if (policy.isUnicast() ? !toUs : !isToGroup(packet)) {
            return Optional.of(Rejection.DESTINATION);
        }
        Optional<Integer> minimumTtl = policy.minimumTtl(packet.source());
        if (minimumTtl.isEmpty()) {
            return Optional.of(Rejection.PEER);
        }
        if (packet.ttl() < minimumTtl.get()) {
            return Optional.of(Rejection.TTL);
        }
        if (packet.advertisement().version() != policy.dialect().version()) {
            return Optional.of(Rejection.VERSION);
        }
        return authentication(policy, packet, marks, epochNanos)
                .or(() -> discardsInterval(policy, packet) ? Optional.of(Rejection.INTERVAL) : Optional.empty());
    }

    /** How a heeded advertisement differs from the router's own. A resignation is no news of anybody's configuration. */
    static Set<Difference> differences(RouterPolicy policy, Decoded.Accepted packet) {
        Set<Difference> differences = EnumSet.noneOf(Difference.class);
        if (packet.advertisement().priority() == 0) {
            return differences;
        }
        // Over IPv6 the first one should be link-local (erratum 8300); keepalived lists global ones alone, and is
        // heeded.
        if (!policy.addresses().equals(Set.copyOf(packet.advertisement().addresses()))) {
            differences.add(Difference.ADDRESS_LIST);
        }
        if (packet.advertisement().intervalNanos() != policy.dialect().intervalNanos()) {
            differences.add(Difference.INTERVAL);
        }
        if (!packet.checksumForms().isEmpty()
                && !packet.checksumForms().contains(policy.dialect().checksumForm())) {
            differences.add(Difference.CHECKSUM_FORM);
        }
        return differences;
    }

    static boolean isToGroup(Decoded.Accepted packet) {
        IpAddress destination = packet.destination();
        return destination.equals(VrrpCodec.group(destination.family()));
    }

    /** Only version 2 has to know the interval beforehand: version 3 learns it. */
    private static boolean discardsInterval(RouterPolicy policy, Decoded.Accepted packet) {
        return packet.advertisement().version() == 2
                && packet.advertisement().intervalNanos() != policy.dialect().intervalNanos();
    }

    private static Optional<Rejection> authentication(
            RouterPolicy policy, Decoded.Accepted packet, ReplayMarks marks, long epochNanos) {
        return switch (policy.dialect().authentication()) {
            case Authentication.None none -> none(packet.credential());
            case Authentication.Password(var key) -> password(key, packet.credential());
            case Authentication.Hmac hmac ->
                packet.credential() instanceof Credential.Trailer(var message)
                        ? hmac(policy, hmac, message, packet.source(), marks, epochNanos)
                        : Optional.of(Rejection.HMAC_MISSING);
            case Authentication.KeyMissing missing -> Optional.of(Rejection.AUTHENTICATION_FAILURE);
        };
    }

    private static Optional<Rejection> none(Credential credential) {
        return switch (credential) {
            case Credential.None none -> Optional.empty();
            case Credential.Simple simple ->
                switch (simple.type()) {
                    case Credential.Simple.NONE -> Optional.empty();
                    case Credential.Simple.PASSWORD -> Optional.of(Rejection.AUTHENTICATION_MISMATCH);
                    default -> Optional.of(Rejection.AUTHENTICATION_TYPE);
                };
            case Credential.Trailer trailer -> Optional.of(Rejection.AUTHENTICATION_MISMATCH);
        };
    }

    private static Optional<Rejection> password(AuthenticationKey key, Credential credential) {
        return switch (credential) {
            case Credential.None none -> Optional.of(Rejection.AUTHENTICATION_MISMATCH);
            case Credential.Simple simple ->
                switch (simple.type()) {
                    case Credential.Simple.NONE -> Optional.of(Rejection.AUTHENTICATION_MISMATCH);
                    case Credential.Simple.PASSWORD ->
                        simple.matches(key) ? Optional.empty() : Optional.of(Rejection.AUTHENTICATION_FAILURE);
                    default -> Optional.of(Rejection.AUTHENTICATION_TYPE);
                };
            case Credential.Trailer trailer -> Optional.of(Rejection.AUTHENTICATION_MISMATCH);
        };
    }

    /** The window comes before the HMAC: a flood of old captures must not cost one digest each. */
    private static Optional<Rejection> hmac(
            RouterPolicy policy,
            Authentication.Hmac hmac,
            SignedMessage message,
            IpAddress source,
            ReplayMarks marks,
            long epochNanos) {
        if (!message.isWellFormed()) {
            return Optional.of(Rejection.HMAC_MALFORMED);
        }
        if (!SequenceNumber.isTimely(message.sequence(), epochNanos, policy.windowSeconds())) {
            return Optional.of(Rejection.HMAC_STALE);
        }
        Optional<AuthenticationKey> key =
                hmac.keys().stream().filter(one -> one.id() == message.keyId()).findFirst();
        if (key.isEmpty()) {
            return Optional.of(Rejection.HMAC_UNKNOWN_KEY);
        }
        if (!message.isSignedBy(key.get(), source)) {
            return Optional.of(Rejection.HMAC_INVALID);
        }
        return marks.isNews(source, message.sequence(), epochNanos, policy.windowSeconds())
                ? Optional.empty()
                : Optional.of(Rejection.HMAC_REPLAY);
    }
}
