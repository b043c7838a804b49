package io.vipoperator.node.agent.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.api.v1alpha1.CheckSpec;
import io.vipoperator.api.v1alpha1.DnsProbe;
import io.vipoperator.api.v1alpha1.DnsRecordType;
import io.vipoperator.api.v1alpha1.ExecProbe;
import io.vipoperator.api.v1alpha1.FileProbe;
import io.vipoperator.api.v1alpha1.GrpcProbe;
import io.vipoperator.api.v1alpha1.PingProbe;
import io.vipoperator.api.v1alpha1.ProcessProbe;
import io.vipoperator.api.v1alpha1.Tls;
import io.vipoperator.node.agent.Fields;
import io.vipoperator.node.agent.Problem;
import io.vipoperator.node.agent.Problems;
import io.vipoperator.node.health.Probe;
import io.vipoperator.node.health.Standing;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What is absent is read as the schema's default; what is wrong names field, value and rule. */
class HostReadersTest {
    private final Problems problems = new Problems();
    private final Fields fields = new Fields("spec.x.", problems);
    private final TlsReader tls = new TlsReader(
            new CheckSpec("x", null, null, null, null, null, null, null),
            new Fields("", problems),
            digest -> Optional.empty());

    @Test
    void defaultsAreTheSchemas() {
        assertThat(DnsReader.read(new DnsProbe(null, null, "web.test", null, null), fields))
                .isEqualTo(new Probe.Dns("127.0.0.1", 53, "web.test", "A", List.of()));
        assertThat(GrpcReader.read(new GrpcProbe(null, 50051, null, null), fields, tls))
                .isEqualTo(new Probe.Grpc("127.0.0.1", 50051, "", Optional.empty()));
        assertThat(PingReader.read(new PingProbe("192.0.2.1", null, null), fields))
                .isEqualTo(new Probe.Ping("192.0.2.1", 1, 0));
        assertThat(ExecReader.read(new ExecProbe(List.of("/bin/true"), null), fields))
                .isEqualTo(new Probe.Exec(List.of("/bin/true"), 65534));
        assertThat(ProcessReader.read(new ProcessProbe("nginx", null, null), fields))
                .isEqualTo(new Probe.Processes(Optional.of("nginx"), Optional.empty(), 1));
        assertThat(FileReader.read(new FileProbe("/run/weight"), fields)).isEqualTo(new Probe.File("/run/weight"));
        assertThat(problems.all()).isEmpty();
    }

    @Test
    void whatIsWrittenIsTaken() {
        assertThat(DnsReader.read(
                        new DnsProbe("::1", 5353, "web.test", DnsRecordType.MX, List.of("10 mail.test")), fields))
                .isEqualTo(new Probe.Dns("::1", 5353, "web.test", "MX", List.of("10 mail.test")));
        assertThat(GrpcReader.read(
                        new GrpcProbe("db", 1, "shop", new Tls("db.test", null, null, null, 7)), fields, tls))
                .isEqualTo(new Probe.Grpc(
                        "db",
                        1,
                        "shop",
                        Optional.of(new Probe.TlsSettings(
                                "db.test",
                                true,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                OptionalInt.of(7),
                                Optional.empty()))));
        assertThat(PingReader.read(new PingProbe("gw", 20, 99), fields)).isEqualTo(new Probe.Ping("gw", 20, 99));
        assertThat(ExecReader.read(new ExecProbe(List.of("/c", "", "a b"), 1), fields))
                .isEqualTo(new Probe.Exec(List.of("/c", "", "a b"), 1));
        assertThat(((Probe.Processes) ProcessReader.read(new ProcessProbe(null, "a.*b", 3), fields))
                        .commandLine()
                        .orElseThrow()
                        .pattern())
                .isEqualTo("a.*b");
        assertThat(problems.all()).isEmpty();
    }

    @Test
    void whatIsWrongIsNamed() {
        DnsReader.read(new DnsProbe("", 0, "a..b", null, List.of("")), new Fields("dns.", problems));
        GrpcReader.read(new GrpcProbe(null, null, "s".repeat(254), null), new Fields("grpc.", problems), tls);
        PingReader.read(new PingProbe(null, 21, 100), new Fields("ping.", problems));
        ExecReader.read(new ExecProbe(List.of("true", "x".repeat(1025)), 0), new Fields("exec.", problems));
        ProcessReader.read(new ProcessProbe("sixteen-letters-", null, 0), new Fields("process.", problems));
        ProcessReader.read(new ProcessProbe(null, null, null), new Fields("process2.", problems));
        ProcessReader.read(new ProcessProbe(null, "(", null), new Fields("process3.", problems));
        FileReader.read(new FileProbe("/a/../b"), new Fields("file.", problems));
        FileReader.read(new FileProbe("a"), new Fields("file2.", problems));

        assertThat(problems.all().stream().map(Problem::toString))
                .containsExactly(
                        "dns.host: \"\" must be a host name or an address of 1 to 253 characters",
                        "dns.port: 0 must be 1 to 65535",
                        "dns.name: \"a..b\" must be a domain name, with labels of 1 to 63 characters",
                        "dns.expectedAnswers[0]: must have 1 to 255 characters",
                        "grpc.service: \"" + "s".repeat(100) + "\u2026\" must have at most 253 characters",
                        "grpc.port: must be 1 to 65535",
                        "ping.host: must be a host name or an address, such as the gateway's",
                        "ping.count: 21 must be 1 to 20",
                        "ping.maximumLossPercent: 100 must be 0 to 99",
                        "exec.command[0]: \"true\" must be the absolute path of a program",
                        "exec.command[1]: \"" + "x".repeat(100) + "\u2026\" must have at most 1024 characters",
                        "exec.runAsUser: 0 must be 1 to 2147483647",
                        "process.name: \"sixteen-letters-\" must have 1 to 15 characters, as in /proc/PID/comm",
                        "process.minimumCount: 0 must be 1 to 100000",
                        "process2.name: must be there, or commandLinePattern: exactly one of them",
                        "process3.commandLinePattern: \"(\" must be a regular expression: Unclosed group near 1",
                        "file.path: \"/a/../b\" must be an absolute path of at most 1024 characters, without ..",
                        "file2.path: \"a\" must be an absolute path of at most 1024 characters, without ..");
    }

    @Test
    void aWordOfANewerVersionFailsTheCheckAndNotTheDocument() {
        assertThat(DnsReader.read(new DnsProbe(null, null, "a", DnsRecordType.Unrecognized, null), fields))
                .isEqualTo(new Probe.Decided(
                        Standing.FAILING, "recordType has a value that this version of the agent does not know"));
        assertThat(problems.all()).isEmpty();
    }
}
