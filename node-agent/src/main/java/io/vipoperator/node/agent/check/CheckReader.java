package io.vipoperator.node.agent.check;

import io.vipoperator.api.v1alpha1.CheckSpec;
import io.vipoperator.api.v1alpha1.CheckVerdict;
import io.vipoperator.api.v1alpha1.HealthCheckSpec;
import io.vipoperator.api.v1alpha1.HealthState;
import io.vipoperator.node.agent.Fields;
import io.vipoperator.node.agent.Problems;
import io.vipoperator.node.agent.UnknownFields;
import io.vipoperator.node.health.CheckSetup;
import io.vipoperator.node.health.Probe;
import io.vipoperator.node.health.Standing;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Reads one check of a node's state: what all kinds have, and which kind it is; the rest is up to the reader of that kind. The
 * defaults are the schema's. Pure; for one check.
 */
public final class CheckReader {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
    private static final int LONGEST_MILLISECONDS = 3_600_000;
    private static final int USUAL_MILLISECONDS = 1_000;
    private static final String KINDS = "http, tcp, udp, dns, smtp, grpc, ping, exec, process, file, service";

    private final CheckSpec written;
    private final HealthCheckSpec spec;
    private final Fields fields;
    private final UnknownFields unknownFields;

    private CheckReader(CheckSpec written, Fields fields, UnknownFields unknownFields) {
        this.written = written;
        this.spec = written.spec();
        this.fields = fields;
        this.unknownFields = unknownFields;
    }

    /**
     * Reads a check; what is wrong goes into the fields.
     *
     * @param pemByDigest the files that are known, by their SHA-256 in lower-case hexadecimal
     * @return empty if there is nothing to read
     */
    public static Optional<ReadCheck> read(
            CheckSpec written,
            Fields fields,
            UnknownFields unknownFields,
            Function<String, Optional<String>> pemByDigest) {
        if (written.name() == null || !NAME.matcher(written.name()).matches()) {
            String rule = "must be the name of a HealthCheck: at most 253 lower case letters, digits, '-' and '.',"
                    + " with a letter or digit at both ends";
            if (written.name() == null) {
                fields.missing("name", rule);
            } else {
                fields.wrong("name", written.name(), rule);
            }
        }
        if (written.spec() == null) {
            fields.missing("spec", "must be there");
        }
        if (written.name() == null || written.spec() == null) {
            return Optional.empty();
        }
        return Optional.of(
                unknownFields == UnknownFields.IGNORE
                        ? alone(written, pemByDigest)
                        : new CheckReader(written, fields, unknownFields).read(pemByDigest));
    }

    /** What the operator took for sound and this agent can't read is a check that fails: it must not hold up all else of the node. */
    private static ReadCheck alone(CheckSpec written, Function<String, Optional<String>> pemByDigest) {
        Problems problems = new Problems();
        ReadCheck read = new CheckReader(written, new Fields("", problems), UnknownFields.IGNORE).read(pemByDigest);
        if (problems.none()) {
            return read;
        }
        String message = "this agent can't probe it: " + problems.all().get(0);
        return new ReadCheck(
                written, read.setup().with(new Probe.Decided(Standing.FAILING, message)), read.unknownKind());
    }

    private ReadCheck read(Function<String, Optional<String>> pemByDigest) {
        Fields in = fields.in("spec");
        int interval = in.number(
                "intervalMilliseconds",
                spec.intervalMilliseconds(),
                Optional.of(USUAL_MILLISECONDS),
                100,
                LONGEST_MILLISECONDS);
        int timeout = in.number(
                "timeoutMilliseconds",
                spec.timeoutMilliseconds(),
                Optional.of(Math.min(interval, USUAL_MILLISECONDS)),
                10,
                LONGEST_MILLISECONDS);
        if (timeout > interval) {
            in.wrong("timeoutMilliseconds", timeout, "must not be more than intervalMilliseconds, " + interval);
        }
        int healthy = in.number("healthyThreshold", spec.healthyThreshold(), Optional.of(2), 1, 100);
        int unhealthy = in.number("unhealthyThreshold", spec.unhealthyThreshold(), Optional.of(3), 1, 100);
        Map<String, Supplier<Probe>> kinds = kinds(in, new TlsReader(written, fields, pemByDigest));
        boolean unknownKind = kinds.isEmpty() && unknownFields == UnknownFields.IGNORE;
        if (kinds.size() != 1 && !unknownKind) {
            fields.missing(
                    "spec",
                    "must have exactly one of " + KINDS
                            + (kinds.isEmpty() ? "" : ", not " + String.join(" and ", kinds.keySet())));
        }
        Probe probe = kinds.values().stream().map(Supplier::get).findFirst().orElseGet(CheckReader::unknownKind);
        return new ReadCheck(
                written,
                new CheckSetup(
                        written.name(),
                        written.uid() == null ? "" : written.uid(),
                        written.generation() == null ? 0 : written.generation(),
                        TimeUnit.MILLISECONDS.toNanos(interval),
                        TimeUnit.MILLISECONDS.toNanos(Math.min(timeout, interval)),
                        healthy,
                        unhealthy,
                        standing(spec.initialState()),
                        probe),
                unknownKind);
    }

    /** The kinds that are there, each with its reader. */
    private Map<String, Supplier<Probe>> kinds(Fields in, TlsReader tls) {
        Map<String, Supplier<Probe>> kinds = new LinkedHashMap<>();
        add(kinds, "http", spec.http(), http -> HttpReader.read(http, in.in("http"), tls));
        add(kinds, "tcp", spec.tcp(), tcp -> TcpReader.read(tcp, in.in("tcp")));
        add(kinds, "udp", spec.udp(), udp -> UdpReader.read(udp, in.in("udp")));
        add(kinds, "dns", spec.dns(), dns -> DnsReader.read(dns, in.in("dns")));
        add(kinds, "smtp", spec.smtp(), smtp -> SmtpReader.read(smtp, in.in("smtp"), tls));
        add(kinds, "grpc", spec.grpc(), grpc -> GrpcReader.read(grpc, in.in("grpc"), tls));
        add(kinds, "ping", spec.ping(), ping -> PingReader.read(ping, in.in("ping")));
        add(kinds, "exec", spec.exec(), exec -> ExecReader.read(exec, in.in("exec")));
        add(kinds, "process", spec.process(), process -> ProcessReader.read(process, in.in("process")));
        add(kinds, "file", spec.file(), file -> FileReader.read(file, in.in("file")));
        add(kinds, "service", spec.service(), service -> decided(written.verdict()));
        return kinds;
    }

    private static <T> void add(
            Map<String, Supplier<Probe>> kinds, String name, T settings, Function<T, Probe> reader) {
        if (settings != null) {
            kinds.put(name, () -> reader.apply(settings));
        }
    }

    private static Probe decided(CheckVerdict verdict) {
        return verdict == null
                ? new Probe.Decided(Standing.UNKNOWN, "the operator has decided nothing")
                : new Probe.Decided(standing(verdict.state()), verdict.message() == null ? "" : verdict.message());
    }

    private static Probe unknownKind() {
        return new Probe.Decided(Standing.FAILING, "this version of the agent does not know this kind of check");
    }

    private static Standing standing(HealthState state) {
        return switch (state == null ? HealthState.Unknown : state) {
            case Unknown, Unrecognized -> Standing.UNKNOWN;
            case Healthy -> Standing.HEALTHY;
            case Unhealthy -> Standing.FAILING;
        };
    }
}
