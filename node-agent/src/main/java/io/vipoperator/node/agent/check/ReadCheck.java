package io.vipoperator.node.agent.check;

import io.vipoperator.api.v1alpha1.CheckSpec;
import io.vipoperator.api.v1alpha1.HealthCheckSpec;
import io.vipoperator.node.health.CheckSetup;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A check as a document asks for it, before its certificates were looked up.
 *
 * @param written in the document; two are the same check if this is equal
 * @param setup with which it runs if it needs no certificate
 * @param unknownKind a newer version wrote a kind of check that this one does not know
 */
public record ReadCheck(CheckSpec written, CheckSetup setup, boolean unknownKind) {
    /** The check's name. */
    public String name() {
        return setup.name();
    }

    /** The SHA-256 of each file that it needs, in lower-case hexadecimal. */
    public Set<String> digests() {
        return Stream.of(
                        Optional.ofNullable(written.certificateAuthorityDigest()),
                        Optional.ofNullable(written.clientCertificateDigest()),
                        Optional.ofNullable(written.clientKeyDigest()))
                .flatMap(Optional::stream)
                .map(digest -> digest.toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** What an agent must be able to do for it, in the words of {@code requires}. */
    public String feature() {
        return unknownKind ? "the kind of health check " + name() : feature(written.spec());
    }

    /** The kind that was written counts: what can't be probed is decided, whatever it is. */
    private static String feature(HealthCheckSpec spec) {
        Map<String, Object> kinds = new LinkedHashMap<>();
        kinds.put("HTTPCheck", spec.http());
        kinds.put("TCPCheck", spec.tcp());
        kinds.put("UDPCheck", spec.udp());
        kinds.put("DNSCheck", spec.dns());
        kinds.put("SMTPCheck", spec.smtp());
        kinds.put("GRPCCheck", spec.grpc());
        kinds.put("PingCheck", spec.ping());
        kinds.put("ExecCheck", spec.exec());
        kinds.put("ProcessCheck", spec.process());
        kinds.put("FileCheck", spec.file());
        kinds.values().removeIf(Objects::isNull);
        return kinds.keySet().stream().findFirst().orElse("ServiceCheck");
    }
}
