package io.vipoperator.operator.plan;

import io.vipoperator.api.v1alpha1.Family;
import io.vipoperator.api.v1alpha1.Preemption;
import io.vipoperator.api.v1alpha1.PreemptionMode;
import io.vipoperator.api.v1alpha1.Transport;
import io.vipoperator.api.v1alpha1.TransportPeer;
import io.vipoperator.api.v1alpha1.TransportType;
import io.vipoperator.api.v1alpha1.VirtualIPSpec;
import io.vipoperator.api.v1alpha1.Vrrp;
import io.vipoperator.api.v1alpha1.VrrpVersion;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A VirtualIP as asked for.
 *
 * @param name of the object
 * @param uid of the object
 * @param generation of the spec
 * @param createdAt RFC 3339
 * @param spec as written
 * @param wish by annotation
 */
public record VipRequest(
        String name, String uid, long generation, String createdAt, VirtualIPSpec spec, Optional<Wish> wish) {
    /** The older first, then the lesser name: who wins where nothing else decides. */
    public static final Comparator<VipRequest> SENIORITY =
            Comparator.comparing(VipRequest::createdAt).thenComparing(VipRequest::name);

    private static final Vrrp NO_VRRP = new Vrrp(null, null, null, null, null, null, null, null, null, null, null);

    /** Nobody wishes for a node. */
    public VipRequest(String name, String uid, long generation, String createdAt, VirtualIPSpec spec) {
        this(name, uid, generation, createdAt, spec, Optional.empty());
    }

    /** 1..16. */
    int maxMembers() {
        return spec.nodes() == null || spec.nodes().maxMembers() == null
                ? 3
                : spec.nodes().maxMembers();
    }

    /** The protocol's settings as written; never null, its fields may be. */
    public Vrrp vrrp() {
        return Objects.requireNonNullElse(spec.vrrp(), NO_VRRP);
    }

    Optional<Integer> requestedVrid() {
        return Optional.ofNullable(vrrp().virtualRouterID());
    }

    VrrpVersion version() {
        return Objects.requireNonNullElse(vrrp().version(), VrrpVersion.V3);
    }

    /** Milliseconds; version 2 knows whole seconds alone (RFC 3768 section 5.3.7). */
    public int advertisementIntervalMilliseconds() {
        return Objects.requireNonNullElse(
                vrrp().advertisementIntervalMilliseconds(), version() == VrrpVersion.V2 ? 1000 : 100);
    }

    /** Every default spelled out. */
    Preemption preemption() {
        Preemption asked = vrrp().preemption();
        return asked == null
                ? new Preemption(PreemptionMode.Always, 30)
                : new Preemption(
                        Objects.requireNonNullElse(asked.mode(), PreemptionMode.Always),
                        Objects.requireNonNullElse(asked.delaySeconds(), 30));
    }

    TransportType transportType() {
        Transport transport = vrrp().transport();
        return transport == null || transport.type() == null ? TransportType.Multicast : transport.type();
    }

    /** If one of this family is asked for. */
    Optional<IpPrefix> sourceAddress(Family family) {
        Transport transport = vrrp().transport();
        return transport == null
                ? Optional.empty()
                : IpPrefix.parse(transport.sourceAddress()).filter(a -> a.family() == family);
    }

    List<TransportPeer> extraPeers(Family family) {
        Transport transport = vrrp().transport();
        return transport == null
                ? List.of()
                : Values.orEmpty(transport.extraPeers()).stream()
                        .filter(peer -> IpPrefix.parse(peer.address())
                                .filter(a -> a.family() == family)
                                .isPresent())
                        .toList();
    }

    /** VirtualIPs of one group are one election. */
    Optional<String> group() {
        return Optional.ofNullable(spec.group()).filter(name -> !name.isEmpty());
    }

    /** Those that spec.addresses has, IPv4 first: each is a virtual router of its own. */
    public List<Family> families() {
        return Stream.of(Family.IPv4, Family.IPv6)
                .filter(family -> !addresses(family).isEmpty())
                .toList();
    }

    List<String> addresses() {
        return Values.orEmpty(spec.addresses());
    }

    List<String> addresses(Family family) {
        return ofFamily(addresses(), family);
    }

    List<String> excludedAddresses(Family family) {
        return ofFamily(Values.orEmpty(spec.excludedAddresses()), family);
    }

    /** The one that finds the NIC, as on the node. */
    Optional<IpPrefix> firstAddress(Family family) {
        return addresses(family).stream().findFirst().flatMap(IpPrefix::parse);
    }

    /** Told by the colon alone, as it is asked often; what is no address is refused before. */
    private static List<String> ofFamily(List<String> addresses, Family family) {
        return addresses.stream()
                .filter(a -> (a.indexOf(':') >= 0) == (family == Family.IPv6))
                .toList();
    }
}
