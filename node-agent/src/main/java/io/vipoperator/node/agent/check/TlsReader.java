package io.vipoperator.node.agent.check;

import io.vipoperator.api.v1alpha1.CheckSpec;
import io.vipoperator.api.v1alpha1.Switch;
import io.vipoperator.api.v1alpha1.Tls;
import io.vipoperator.node.agent.Fields;
import io.vipoperator.node.health.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads how a check uses TLS. Certificates and keys are found by the digests that stand beside the check; one that has not
 * arrived is no problem of the document: the check fails with that reason until it is there. Pure; for one check.
 */
public final class TlsReader {
    private static final Pattern DIGEST = Pattern.compile("[0-9a-fA-F]{64}");
    private static final int SHOWN_OF_DIGEST = 12;
    private static final int MOST_DAYS = 3_650;

    private final CheckSpec check;
    private final Fields ofCheck;
    private final Function<String, Optional<String>> pemByDigest;

    /**
     * A reader for one check.
     *
     * @param check whose digests count
     * @param ofCheck the place of the check itself, where the digests stand
     * @param pemByDigest the files that are known, by their SHA-256 in lower-case hexadecimal
     */
    public TlsReader(CheckSpec check, Fields ofCheck, Function<String, Optional<String>> pemByDigest) {
        this.check = check;
        this.ofCheck = ofCheck;
        this.pemByDigest = pemByDigest;
    }

    /**
     * The settings, complete.
     *
     * @param written null reads as the default
     * @param serverName where none is written
     * @param fields of what is written
     */
    public Probe.TlsSettings read(Tls written, String serverName, Fields fields) {
        Tls tls = written == null ? new Tls(null, null, null, null, null) : written;
        List<String> missing = new ArrayList<>();
        boolean verify = verifies(tls, fields, missing);
        Optional<String> authorities = pem("certificateAuthorityDigest", check.certificateAuthorityDigest(), missing);
        if (tls.certificateAuthoritySecretRef() != null && check.certificateAuthorityDigest() == null) {
            missing.add("the certificate authority of Secret "
                    + tls.certificateAuthoritySecretRef().name() + " is not known");
        }
        Optional<String> certificate = pem("clientCertificateDigest", check.clientCertificateDigest(), missing);
        Optional<String> key = pem("clientKeyDigest", check.clientKeyDigest(), missing);
        if ((check.clientCertificateDigest() == null) != (check.clientKeyDigest() == null)) {
            ofCheck.missing(
                    check.clientKeyDigest() == null ? "clientKeyDigest" : "clientCertificateDigest",
                    "must be there too: a client shows itself with a certificate and its key");
        }
        if (tls.clientCertificateSecretName() != null && check.clientCertificateDigest() == null) {
            missing.add("the client certificate of Secret " + tls.clientCertificateSecretName() + " is not known");
        }
        return new Probe.TlsSettings(
                Text.hostName(tls.serverName(), serverName, "serverName", fields),
                verify,
                authorities,
                certificate,
                key,
                days(tls, fields),
                missing.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", missing)));
    }

    private static boolean verifies(Tls tls, Fields fields, List<String> missing) {
        return switch (tls.verification() == null ? Switch.Enabled : tls.verification()) {
            case Enabled -> true;
            case Disabled -> {
                if (tls.certificateAuthoritySecretRef() != null) {
                    fields.missing("certificateAuthoritySecretRef", "must be absent with verification Disabled");
                }
                yield false;
            }
            case Unrecognized -> {
                missing.add(NewerWords.sentence("tls.verification"));
                yield true;
            }
        };
    }

    private static OptionalInt days(Tls tls, Fields fields) {
        return tls.minimumCertificateDays() == null
                ? OptionalInt.empty()
                : OptionalInt.of(fields.number(
                        "minimumCertificateDays", tls.minimumCertificateDays(), Optional.empty(), 0, MOST_DAYS));
    }

    private Optional<String> pem(String field, String digest, List<String> missing) {
        if (digest == null) {
            return Optional.empty();
        }
        if (!DIGEST.matcher(digest).matches()) {
            ofCheck.wrong(field, digest, "must be the SHA-256 of a PEM file, 64 hexadecimal digits");
            return Optional.empty();
        }
        Optional<String> pem = pemByDigest.apply(digest.toLowerCase(Locale.ROOT));
        if (pem.isEmpty()) {
            missing.add(field + " " + digest.substring(0, SHOWN_OF_DIGEST) + "… has not arrived on this node");
        }
        return pem;
    }
}
