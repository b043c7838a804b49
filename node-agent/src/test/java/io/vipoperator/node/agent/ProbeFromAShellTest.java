package io.vipoperator.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.agent.cli.CommandLine;
import io.vipoperator.node.agent.cli.Commands;
import io.vipoperator.node.agent.cli.Console;
import io.vipoperator.node.agent.cli.Probing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** vip-agent probe, from the words that are typed to what is printed, on checks that need no server. */
class ProbeFromAShellTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void aHealthyCheckIsExplainedAndEndsWith0() throws IOException {
        Path number = Files.writeString(folder.resolve("weight"), "5");

        int status = probe("""
                apiVersion: vip-operator.io/v1alpha1
                kind: HealthCheck
                metadata: {name: weight}
                spec:
                  timeoutMilliseconds: 900
                  file: {path: %s}
                """.formatted(number));

        assertThat(text(out).replaceAll("[0-9]+\\.[0-9] of", "N of")).isEqualTo("""
                weight: healthy
                  asked   a number in %1$s that is not negative
                  came    %1$s: 5
                  took    N of 900 ms
                  means   2 such in a row make a failing check healthy
                """.formatted(number));
        assertThat(status).isZero();
        assertThat(text(err)).isEmpty();
    }

    @Test
    void oneFailingOfSeveralEndsWith1AndEachIsExplained() throws IOException {
        int status = probe("""
                apiVersion: vip-operator.io/v1alpha1
                kind: VirtualIP
                metadata: {name: web}
                spec: {addresses: [192.0.2.1/24], healthChecks: [{name: weight}]}
                ---
                apiVersion: v1
                kind: List
                items:
                  - apiVersion: vip-operator.io/v1alpha1
                    kind: HealthCheck
                    metadata: {name: weight}
                    spec: {unhealthyThreshold: 1, file: {path: /nowhere/weight}}
                  - apiVersion: vip-operator.io/v1alpha1
                    kind: HealthCheck
                    metadata: {name: java}
                    spec: {process: {commandLinePattern: ".", minimumCount: 1}}
                """);

        assertThat(text(out))
                .contains("weight: failing\n", "came    /nowhere/weight: does not exist\n")
                .contains("means   one such makes a healthy check fail\n")
                .contains("java: healthy\n");
        assertThat(status).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {apiVersion: v, kind: HealthCheck, metadata: {name: a}, spec: {file: {path: /a}}} | apiVersion: "v" must be vip-operator.io/v1alpha1
            {apiVersion: vip-operator.io/v1alpha1, kind: HealthCheck, metadata: {name: a}, spec: {file: {paht: /a}}} | spec.file.paht: is not a known field; known are path
            {apiVersion: vip-operator.io/v1alpha1, kind: HealthCheck, metadata: {name: a}, spec: {ping: {host: x, count: 21}}} | spec.ping.count: 21 must be 1 to 20
            {apiVersion: vip-operator.io/v1alpha1, kind: HealthCheck, metadata: {name: a}, spec: 7} | spec: must be an object
            {apiVersion: v1, kind: Service} | document: must be a HealthCheck of vip-operator.io/v1alpha1
            a: [ | document: must be YAML or JSON: while parsing a flow node (line 1, column 5)
            """)
    void aBadFileNamesFieldValueAndRuleAndEndsWith2(String text, String problem) throws IOException {
        int status = probe(text + "\n");

        assertThat(text(out)).startsWith(folder.resolve("check.yaml") + ": " + problem + "\n");
        assertThat(status).isEqualTo(2);
    }

    @Test
    void certificatesOfTheCommandLineStandForTheirSecrets() throws IOException {
        String check = """
                apiVersion: vip-operator.io/v1alpha1
                kind: HealthCheck
                metadata: {name: orders}
                spec:
                  grpc:
                    port: 1
                    tls: {certificateAuthoritySecretRef: {name: authority, key: ca.crt}}
                """;
        Path authority = Files.writeString(folder.resolve("ca.pem"), "not PEM");

        assertThat(probe(check)).isEqualTo(1);
        assertThat(text(out)).contains("the certificate authority of Secret authority is not known");
        out.reset();
        assertThat(run(
                        "probe",
                        "--ca",
                        authority.toString(),
                        "-f",
                        folder.resolve("check.yaml").toString()))
                .isEqualTo(1);
        assertThat(text(out)).contains("orders: failing").doesNotContain("is not known");
    }

    @Test
    void aStateFileIsCheckedWithItsHealthChecks() throws IOException {
        Path state = Files.writeString(folder.resolve("state.yaml"), """
                routers:
                  - virtualIP: web
                    family: IPv4
                    virtualRouterID: 51
                    priority: 100
                    addresses: [192.0.2.10/24]
                    healthChecks: [{name: weight}]
                healthChecks:
                  - name: weight
                    spec: {file: {path: /run/weight}}
                """);

        assertThat(run("check", state.toString())).isZero();
        assertThat(text(out)).isEqualTo(state + ": sound, 1 router: web/IPv4; 1 health check: weight\n");
        out.reset();
        Files.writeString(state, Files.readString(state).replace("/run/weight", "weight"));
        assertThat(run("check", state.toString())).isEqualTo(1);
        assertThat(text(out))
                .startsWith(state + ": healthChecks[0].spec.file.path: \"weight\" must be an absolute path");
    }

    @Test
    void everySampleCanBeProbed() throws IOException {
        Path samples = Path.of("..", "deploy", "samples", "health-checks");
        try (Stream<Path> files = Files.list(samples)) {
            List<Path> checks = files.filter(file -> !Set.of("kustomization.yaml", "virtualip.yaml")
                            .contains(file.getFileName().toString()))
                    .toList();

            assertThat(checks).hasSize(12).allSatisfy(file -> {
                var read = new NodeProbing()
                        .read(
                                Files.readString(file),
                                new Probing.Credentials(Optional.empty(), Optional.empty(), Optional.empty()));
                assertThat(read.problems()).isEmpty();
                assertThat(read.setups()).hasSize(1);
            });
        }
    }

    @Test
    void aFileThatIsNotThereEndsWith2() {
        int status = run("probe", "-f", folder.resolve("nowhere").toString());

        assertThat(status).isEqualTo(2);
        assertThat(text(err)).isEqualTo("vip-agent: " + folder.resolve("nowhere") + ": must exist\n");
    }

    private int probe(String text) throws IOException {
        return run(
                "probe",
                "-f",
                Files.writeString(folder.resolve("check.yaml"), text).toString());
    }

    private int run(String... words) {
        var console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                name -> Optional.empty());
        return new Commands(console, StateChecks::read, new NodeProbing(), "test").run(CommandLine.parse(words));
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
