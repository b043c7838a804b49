package io.vipoperator.node.health;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** What is probed, checked and complete: every default is filled in. */
public sealed interface Probe {
    /**
     * A request over HTTP, or HTTPS if there is {@code tls}.
     *
     * @param host name or address
     * @param port 1..65535
     * @param method GET, HEAD, POST or OPTIONS
     * @param path with its query
     * @param hostHeader as sent, with the port where it isn't the scheme's
     * @param headers further ones
     * @param expectedStatuses at least one range
     * @param bodyPattern must be found in the body
     * @param bodyDigest of the whole body
     * @param followRedirects at most five
     * @param tls absent for HTTP
     */
    record Http(
            String host,
            int port,
            String method,
            String path,
            String hostHeader,
            Map<String, String> headers,
            List<Range> expectedStatuses,
            Optional<Pattern> bodyPattern,
            Optional<Digest> bodyDigest,
            boolean followRedirects,
            Optional<TlsSettings> tls)
            implements Probe {}

    /** Both ends belong to it. */
    record Range(int from, int to) {}

    /**
     * Of a body.
     *
     * @param algorithm as Java names it: SHA-256 or MD5
     * @param value lower-case hexadecimal
     */
    record Digest(String algorithm, String value) {}

    /** A connection; optionally something is sent, and something must be found in what comes back. */
    record Tcp(String host, int port, Optional<String> send, Optional<Pattern> expect) implements Probe {}

    /**
     * A datagram.
     *
     * @param payload octets in hexadecimal, perhaps none
     * @param replyRequired otherwise only an ICMP error is a failure
     */
    record Udp(String host, int port, String payload, boolean replyRequired, Optional<Pattern> reply)
            implements Probe {}

    /**
     * A query.
     *
     * @param recordType its mnemonic
     * @param expectedAnswers each must be among the answers; empty: any answer will do
     */
    record Dns(String host, int port, String name, String recordType, List<String> expectedAnswers) implements Probe {}

    /**
     * A greeting to a mail server.
     *
     * @param extended EHLO, else HELO
     * @param clientName said in the greeting; empty: the name of the host
     * @param startTls absent: stays in the clear
     */
    record Smtp(String host, int port, boolean extended, String clientName, Optional<TlsSettings> startTls)
            implements Probe {}

    /** A call of grpc.health.v1.Health/Check; the service is empty for the server as a whole. */
    record Grpc(String host, int port, String service, Optional<TlsSettings> tls) implements Probe {}

    /** ICMP echo. */
    record Ping(String host, int count, int maximumLossPercent) implements Probe {}

    /** A program, as that user and group; its status 0 is success. */
    record Exec(List<String> command, int user) implements Probe {}

    /** Processes of the host: exactly one of name and pattern is present. */
    record Processes(Optional<String> name, Optional<Pattern> commandLine, int minimumCount) implements Probe {}

    /** A file with a number. */
    record File(String path) implements Probe {}

    /** What the operator has decided; nothing is probed. */
    record Decided(Standing standing, String message) implements Probe {}

    /**
     * How a server is verified, and how the client shows itself.
     *
     * @param serverName for SNI and verification
     * @param verify the server's certificate and name
     * @param authorities PEM; absent: the runtime's own
     * @param clientCertificate PEM, with its key
     * @param clientKey PEM
     * @param minimumCertificateDays that the server's certificate must be valid still
     * @param missing what has not arrived on this node yet, for people; then every probe fails with it
     */
    record TlsSettings(
            String serverName,
            boolean verify,
            Optional<String> authorities,
            Optional<String> clientCertificate,
            Optional<String> clientKey,
            OptionalInt minimumCertificateDays,
            Optional<String> missing) {
        /** Keys belong into no log. */
        @Override
        public String toString() {
            return "TlsSettings[serverName=" + serverName + ", verify=" + verify + "]";
        }
    }
}
