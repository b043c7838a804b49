package io.vipoperator.operator.plan;

import io.vipoperator.api.v1alpha1.CheckSpec;
import io.vipoperator.api.v1alpha1.SecretKeyReference;
import io.vipoperator.api.v1alpha1.Tls;
import io.vipoperator.operator.plan.KeyReading.Pem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Turns a check's references to Secrets into digests of what they hold, which agents find under those. Stateless. */
public final class CheckSecrets {
    /** Longer files are not copied to the agents. */
    public static final int LONGEST = 65_536;

    /** As the API server demands of a Secret of type kubernetes.io/tls. */
    private static final String CERTIFICATE = "tls.crt";

    private static final String KEY = "tls.key";

    private CheckSecrets() {}

    /** Files that are not there, or that nobody could use. */
    static List<Refusal> refusals(CheckRequest check, Map<SecretKeyReference, KeyReading> keys) {
        List<Refusal> refusals = new ArrayList<>();
        Optional<CheckTls> use = CheckTls.of(check.spec());
        if (use.isEmpty()) {
            return refusals;
        }
        String field = use.get().field();
        Tls tls = use.get().tls();
        if (tls.certificateAuthoritySecretRef() != null) {
            judge(
                    field + ".certificateAuthoritySecretRef",
                    tls.certificateAuthoritySecretRef(),
                    Pem.CERTIFICATES,
                    keys,
                    refusals);
        }
        if (tls.clientCertificateSecretName() != null) {
            String place = field + ".clientCertificateSecretName";
            String secret = tls.clientCertificateSecretName();
            judge(place, new SecretKeyReference(secret, CERTIFICATE), Pem.CERTIFICATES, keys, refusals);
            judge(place, new SecretKeyReference(secret, KEY), Pem.PRIVATE_KEY, keys, refusals);
        }
        return refusals;
    }

    private static void judge(
            String field,
            SecretKeyReference reference,
            Pem wanted,
            Map<SecretKeyReference, KeyReading> keys,
            List<Refusal> refusals) {
        String place = field + ": key \"" + reference.key() + "\" of Secret " + reference.name();
        String rule = "must exist in the operator's namespace with "
                + (wanted == Pem.CERTIFICATES ? "certificates" : "a private key without a passphrase")
                + " as PEM, at most " + LONGEST + " octets";
        KeyReading reading = keys.get(reference);
        if (reading == null) {
            refusals.add(new Refusal(Reason.SecretNotFound, place + " is not there, " + rule));
        } else if (reading.octets() > LONGEST) {
            refusals.add(
                    new Refusal(Reason.InvalidCertificate, place + " has " + reading.octets() + " octets, " + rule));
        } else if (reading.pem() != wanted) {
            String held = switch (reading.pem()) {
                case NONE -> "nothing of that kind that can be read";
                case CERTIFICATES -> "certificates";
                case PRIVATE_KEY -> "a private key";
            };
            refusals.add(new Refusal(Reason.InvalidCertificate, place + " holds " + held + ", " + rule));
        }
    }

    /** As an agent gets it, without a verdict. Only for a request without refusals. */
    static CheckSpec resolved(CheckRequest check, Map<SecretKeyReference, KeyReading> keys) {
        Optional<Tls> tls = CheckTls.of(check.spec()).map(CheckTls::tls);
        Optional<String> client = tls.map(Tls::clientCertificateSecretName);
        return new CheckSpec(
                check.name(),
                check.uid(),
                check.generation(),
                check.spec(),
                tls.map(Tls::certificateAuthoritySecretRef)
                        .map(reference -> keys.get(reference).digest())
                        .orElse(null),
                client.map(name -> keys.get(new SecretKeyReference(name, CERTIFICATE))
                                .digest())
                        .orElse(null),
                client.map(name -> keys.get(new SecretKeyReference(name, KEY)).digest())
                        .orElse(null),
                null);
    }

    /** The digests that a check refers to. */
    static Set<String> digests(CheckSpec check) {
        Set<String> digests = new TreeSet<>();
        Stream.of(check.certificateAuthorityDigest(), check.clientCertificateDigest(), check.clientKeyDigest())
                .filter(digest -> digest != null)
                .forEach(digests::add);
        return digests;
    }
}
