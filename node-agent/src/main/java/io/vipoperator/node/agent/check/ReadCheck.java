package io.vipoperator.node.agent.check;

import io.vipoperator.api.v1alpha1.CheckSpec;
import io.vipoperator.node.health.CheckSetup;
import io.vipoperator.node.health.Probe;
import java.util.LinkedHashSet;
import java.util.Locale;
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
        return unknownKind ? "the kind of health check " + name() : feature(written, setup.probe());
    }

    /** The kind that was written counts: what can't be probed is decided, whatever it is. */
    private static String feature(CheckSpec written, Probe probe) {
        if (written.spec().exec() != null) {
            return "ExecCheck";
        }
        if (written.spec().process() != null) {
            return "ProcessCheck";
        }
        if (written.spec().file() != null) {
            return "FileCheck";
        }
        return switch (probe) {
            case Probe.Http http -> "HTTPCheck";
            case Probe.Tcp tcp -> "TCPCheck";
            case Probe.Udp udp -> "UDPCheck";
            case Probe.Dns dns -> "DNSCheck";
            case Probe.Smtp smtp -> "SMTPCheck";
            case Probe.Grpc grpc -> "GRPCCheck";
            case Probe.Ping ping -> "PingCheck";
            case Probe.Exec exec -> "ExecCheck";
            case Probe.Processes processes -> "ProcessCheck";
            case Probe.File file -> "FileCheck";
            case Probe.Decided decided -> "ServiceCheck";
        };
    }
}
