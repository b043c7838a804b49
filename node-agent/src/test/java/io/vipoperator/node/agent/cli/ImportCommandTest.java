package io.vipoperator.node.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.agent.cli.CommandLine.Import;
import io.vipoperator.node.agent.cli.CommandLine.Import.HostFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Console console = new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            name -> Optional.empty());

    @TempDir
    Path folder;

    @Test
    void aFileMayBeThatOfANode() {
        assertThat(CommandLine.parse("import", "worker-1=a/k.conf", "b=c.conf", "/etc/k.conf", "Odd=name"))
                .isEqualTo(new Import(List.of(
                        new HostFile(Optional.of("worker-1"), "a/k.conf"),
                        new HostFile(Optional.of("b"), "c.conf"),
                        new HostFile(Optional.empty(), "/etc/k.conf"),
                        new HostFile(Optional.empty(), "Odd=name"))));
        assertThat(CommandLine.parse("import"))
                .isInstanceOfSatisfying(
                        CommandLine.Wrong.class,
                        wrong -> assertThat(wrong.message())
                                .isEqualTo("import must be followed by FILE or NODE=FILE, for each host one"));
        assertThat(CommandLine.parse("import", "a=x", "a=y"))
                .isInstanceOfSatisfying(
                        CommandLine.Wrong.class,
                        wrong -> assertThat(wrong.message()).isEqualTo("each NODE must be given once"));
        assertThat(CommandLine.parse("import", "--help")).isInstanceOf(CommandLine.Help.class);
    }

    @Test
    void objectsGoToTheOutputAndRemarksToTheErrors() throws IOException {
        Path included = Files.createDirectory(folder.resolve("conf.d"));
        Files.writeString(included.resolve("2.conf"), "virtual_ipaddress { 192.0.2.2 }");
        Files.writeString(included.resolve("1.conf"), "virtual_ipaddress { 192.0.2.1\n nonsense }");
        Files.writeString(included.resolve("1.txt"), "state MASTER");
        Path file = Files.writeString(
                folder.resolve("k.conf"),
                "vrrp_instance V {\n virtual_router_id 9\n interface eth0\n include conf.d/*.conf\n}");

        assertThat(run("n=" + file)).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("---\n# " + file + ":1\napiVersion: vip-operator.io/v1alpha1\nkind: VirtualIP\n")
                .contains("  addresses:\n    - 192.0.2.1/32\n    - 192.0.2.2/32\n");
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .contains(included.resolve("1.conf")
                        + ":2: nonsense: is no address: each stands in a line of its own, as" + " ADDRESS/PREFIX");
    }

    @Test
    void itFailsWhereNothingCanBeExpressedOrRead() throws IOException {
        Path file = Files.writeString(folder.resolve("k.conf"), "global_defs {\n router_id x\n}");

        assertThat(run(file.toString())).isEqualTo(1);
        assertThat(run(folder.resolve("none").toString())).isEqualTo(1);
        assertThat(run(folder.toString())).isEqualTo(1);

        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .hasSize(4)
                .contains(
                        "vip-agent: nothing in there can be expressed",
                        "vip-agent: " + folder.resolve("none") + ": must exist");
    }

    @Test
    void theStandardInputIsAFile() {
        assertThat(run("-")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("# standard input:1")
                .contains("- 192.0.2.1/32");
    }

    private int run(String word) {
        ByteArrayInputStream in = new ByteArrayInputStream(
                "vrrp_instance V { virtual_ipaddress { 192.0.2.1 } }".getBytes(StandardCharsets.UTF_8));
        return ImportCommand.run(new Import(List.of(HostFile.read(word))), console, in);
    }
}
