package io.vipoperator.operator.plan;

import io.vipoperator.api.v1alpha1.HealthCheckSpec;
import java.util.Arrays;
import java.util.List;

/** The kinds of health checks, and what an agent that can run one says of itself. */
enum CheckKind {
    HTTP("http", "HTTPCheck"),
    TCP("tcp", "TCPCheck"),
    UDP("udp", "UDPCheck"),
    DNS("dns", "DNSCheck"),
    SMTP("smtp", "SMTPCheck"),
    GRPC("grpc", "GRPCCheck"),
    PING("ping", "PingCheck"),
    EXEC("exec", "ExecCheck"),
    PROCESS("process", "ProcessCheck"),
    FILE("file", "FileCheck"),
    SERVICE("service", "ServiceCheck");

    private final String field;
    private final String feature;

    CheckKind(String field, String feature) {
        this.field = field;
        this.feature = feature;
    }

    /** Of the spec. */
    String field() {
        return field;
    }

    /** As in an agent's features and a router's requires. */
    String feature() {
        return feature;
    }

    /** It needs rights on the host that the agent doesn't have by default. */
    boolean ofHost() {
        return switch (this) {
            case EXEC, PROCESS, FILE -> true;
            case HTTP, TCP, UDP, DNS, SMTP, GRPC, PING, SERVICE -> false;
        };
    }

    /** Those that the spec has: one, if it is as the schema wants it. */
    static List<CheckKind> of(HealthCheckSpec spec) {
        return Arrays.stream(values()).filter(kind -> kind.part(spec) != null).toList();
    }

    private Object part(HealthCheckSpec spec) {
        return switch (this) {
            case HTTP -> spec.http();
            case TCP -> spec.tcp();
            case UDP -> spec.udp();
            case DNS -> spec.dns();
            case SMTP -> spec.smtp();
            case GRPC -> spec.grpc();
            case PING -> spec.ping();
            case EXEC -> spec.exec();
            case PROCESS -> spec.process();
            case FILE -> spec.file();
            case SERVICE -> spec.service();
        };
    }
}
