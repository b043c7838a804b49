package io.vipoperator.operator.plan;

import io.vipoperator.api.v1alpha1.VirtualIPSpec;
import io.vipoperator.api.v1alpha1.Vrrp;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A VirtualIP as asked for.
 *
 * @param name of the object
 * @param uid of the object
 * @param generation of the spec
 * @param createdAt RFC 3339
 * @param spec as written
 */
public record VipRequest(String name, String uid, long generation, String createdAt, VirtualIPSpec spec) {
    /** The older first, then the lesser name: who wins where nothing else decides. */
    public static final Comparator<VipRequest> SENIORITY =
            Comparator.comparing(VipRequest::createdAt).thenComparing(VipRequest::name);

    /** 1..16. */
    int maxMembers() {
        return spec.nodes() == null || spec.nodes().maxMembers() == null
                ? 3
                : spec.nodes().maxMembers();
    }

    Optional<Vrrp> vrrp() {
        return Optional.ofNullable(spec.vrrp());
    }

    Optional<Integer> requestedVrid() {
        return vrrp().map(Vrrp::virtualRouterID);
    }

    /** Milliseconds. */
    public int advertisementIntervalMilliseconds() {
        return vrrp().map(Vrrp::advertisementIntervalMilliseconds).orElse(100);
    }

    List<String> addresses() {
        return Values.orEmpty(spec.addresses());
    }
}
