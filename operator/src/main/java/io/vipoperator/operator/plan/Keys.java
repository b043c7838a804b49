package io.vipoperator.operator.plan;

import io.vipoperator.api.v1alpha1.Authentication;
import io.vipoperator.api.v1alpha1.AuthenticationKey;
import io.vipoperator.api.v1alpha1.AuthenticationType;
import io.vipoperator.api.v1alpha1.RouterAuthentication;
import io.vipoperator.api.v1alpha1.RouterAuthenticationKey;
import io.vipoperator.api.v1alpha1.RouterSpec;
import io.vipoperator.api.v1alpha1.SecretKeyReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Turns references to Secrets into ids and digests: a value is neither planned with nor told. Stateless. */
public final class Keys {
    private Keys() {}

    /** Keys that are not there, or that the protocol can't use. */
    static List<Refusal> refusals(VipRequest vip, Fleet fleet) {
        List<Refusal> refusals = new ArrayList<>();
        Authentication asked = vip.vrrp().authentication();
        if (asked == null || asked.type() == null || asked.type() == AuthenticationType.None) {
            return refusals;
        }
        // RFC 2338 section 5.3.6.2 has room for eight octets; draft-cassen-vrrp-auth-hmac demands 32 to 64.
        boolean password = asked.type() == AuthenticationType.Password;
        int least = password ? 1 : 32;
        int most = password ? 8 : 64;
        String rule =
                "must exist in the operator's namespace with " + least + " to " + most + " octets for " + asked.type();
        List<AuthenticationKey> keys = Values.orEmpty(asked.keys());
        for (int i = 0; i < keys.size(); i++) {
            SecretKeyReference reference = keys.get(i).secretRef();
            String place = "spec.vrrp.authentication.keys[" + i + "].secretRef: key \"" + reference.key()
                    + "\" of Secret " + reference.name();
            KeyReading reading = fleet.keys().get(reference);
            if (reading == null) {
                refusals.add(new Refusal(Reason.KeyNotFound, place + " is not there, " + rule));
            } else if (reading.octets() < least || reading.octets() > most) {
                String length = reading.octets() > 64 ? "more than 64" : Integer.toString(reading.octets());
                refusals.add(new Refusal(Reason.InvalidKey, place + " has " + length + " octets, " + rule));
            }
        }
        return refusals;
    }

    /** As a router carries it; null without authentication. Only for a request without refusals. */
    static RouterAuthentication resolved(VipRequest vip, Fleet fleet) {
        Authentication asked = vip.vrrp().authentication();
        if (asked == null || asked.type() == null || asked.type() == AuthenticationType.None) {
            return null;
        }
        return new RouterAuthentication(
                asked.type(),
                Values.orEmpty(asked.keys()).stream()
                        .map(key -> new RouterAuthenticationKey(
                                key.id(), fleet.keys().get(key.secretRef()).digest()))
                        .toList());
    }

    /** The digests that a router refers to by itself; those of its health checks are the checks'. */
    public static Set<String> digests(RouterSpec router) {
        Set<String> digests = new TreeSet<>();
        if (router.authentication() != null) {
            Values.orEmpty(router.authentication().keys()).forEach(key -> digests.add(key.digest()));
        }
        return digests;
    }
}
