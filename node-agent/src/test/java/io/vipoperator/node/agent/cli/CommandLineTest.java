package io.vipoperator.node.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.agent.cli.CommandLine.Announce;
import io.vipoperator.node.agent.cli.CommandLine.Capture;
import io.vipoperator.node.agent.cli.CommandLine.Check;
import io.vipoperator.node.agent.cli.CommandLine.Help;
import io.vipoperator.node.agent.cli.CommandLine.Output;
import io.vipoperator.node.agent.cli.CommandLine.Probe;
import io.vipoperator.node.agent.cli.CommandLine.Run;
import io.vipoperator.node.agent.cli.CommandLine.Show;
import io.vipoperator.node.agent.cli.CommandLine.Version;
import io.vipoperator.node.agent.cli.CommandLine.Watch;
import io.vipoperator.node.agent.cli.CommandLine.Wrong;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CommandLineTest {
    @Test
    void withoutACommandItRuns() {
        assertThat(CommandLine.parse()).isEqualTo(new Run(Optional.empty(), Optional.empty(), Optional.empty()));
        assertThat(CommandLine.parse("--state", "a.yaml", "--keys=/k", "--socket", "/s"))
                .isEqualTo(CommandLine.parse("run", "--socket=/s", "--keys", "/k", "--state=a.yaml"))
                .isEqualTo(new Run(
                        Optional.of(Path.of("a.yaml")), Optional.of(Path.of("/k")), Optional.of(Path.of("/s"))));
    }

    @Test
    void everyCommandTakesWhatItNeeds() {
        assertThat(CommandLine.parse("check", "-")).isEqualTo(new Check("-"));
        assertThat(CommandLine.parse("show")).isEqualTo(new Show(Optional.empty(), Output.TABLE, Optional.empty()));
        assertThat(CommandLine.parse("show", "web", "-o", "wide"))
                .isEqualTo(new Show(Optional.of("web"), Output.WIDE, Optional.empty()));
        assertThat(CommandLine.parse("watch", "--output=json", "web"))
                .isEqualTo(new Watch(Optional.of("web"), Output.JSON, Optional.empty()));
        assertThat(CommandLine.parse("announce", "web", "--socket", "/s"))
                .isEqualTo(new Announce("web", Optional.of(Path.of("/s"))));
        assertThat(CommandLine.parse("capture"))
                .isEqualTo(new Capture(Optional.empty(), Optional.empty(), Long.MAX_VALUE, Optional.empty()));
        assertThat(CommandLine.parse("capture", "--count", "3", "web", "--interface", "eth0"))
                .isEqualTo(new Capture(Optional.of("web"), Optional.of("eth0"), 3, Optional.empty()));
        assertThat(CommandLine.parse("probe", "-f", "a.yaml"))
                .isEqualTo(new Probe("a.yaml", Optional.empty(), Optional.empty(), Optional.empty()));
        assertThat(CommandLine.parse("probe", "--key=k", "--certificate", "c", "--file=-", "--ca", "a"))
                .isEqualTo(new Probe(
                        "-", Optional.of(Path.of("a")), Optional.of(Path.of("c")), Optional.of(Path.of("k"))));
        assertThat(CommandLine.parse("--version")).isEqualTo(new Version());
    }

    @Test
    void thePathOfTheScriptThatLaunchedItIsNoArgument() {
        assertThat(CommandLine.parse("--launched-by", "/usr/bin/vip-agent", "check", "a"))
                .isEqualTo(new Check("a"));
        assertThat(CommandLine.parse("--launched-by", "/usr/bin/vip-agent"))
                .isEqualTo(new Run(Optional.empty(), Optional.empty(), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            shwo                      | "shwo" is not a command
            run a.yaml                | "a.yaml" is one word too many
            --verbose                 | "--verbose" is not an option here
            --state                   | --state must be followed by a value
            --state a --state b       | --state must be given once
            check                     | check must be followed by the path of a state file, or -
            check a b                 | "b" is one word too many
            check --socket x a        | "--socket" is not an option here
            announce                  | announce must be followed by the name of a VirtualIP
            show -o yaml              | --output: "yaml" must be table, wide or json
            watch -o wide             | --output: "wide" must be table or json
            watch -o=                 | -o must be followed by a value
            probe                     | --file must be given: the path of a HealthCheck, or -
            probe -f                  | -f must be followed by a value
            probe -f a b              | "b" is one word too many
            probe -f a --key k        | --certificate and --key must be given together
            capture --count 0         | --count: "0" must be 1 to 999999999
            capture --count many      | --count: "many" must be 1 to 999999999
            """)
    void whatIsWrongIsNamed(String words, String message) {
        assertThat(CommandLine.parse(words.split(" ", -1))).isInstanceOfSatisfying(Wrong.class, wrong -> {
            assertThat(wrong.message()).isEqualTo(message);
            assertThat(wrong.usage()).startsWith("Usage: vip-agent ");
        });
    }

    @ParameterizedTest
    @EnumSource
    void everyCommandHasHelpOfItsOwnWhateverElseIsAsked(Subcommand command) {
        assertThat(CommandLine.parse(command.word(), "--nonsense", "--help"))
                .isInstanceOfSatisfying(
                        Help.class, help -> assertThat(help.text()).startsWith("Usage: vip-agent " + command.word()));
    }

    @Test
    void theHelpNamesEveryCommand() {
        assertThat(CommandLine.parse("--help")).isEqualTo(new Help("""
                Usage: vip-agent [COMMAND] [ARGUMENTS]

                  run       run virtual routers on this host
                  check     say whether a state file can be run
                  show      print what the running agent's routers do
                  watch     print each transition as it happens
                  announce  tell the neighbours again where a VirtualIP's addresses are
                  capture   decode VRRP, ARP and ND of the VirtualIPs as they pass
                  import    say a configuration of keepalived in VirtualIPs
                  probe     run health checks once, and explain what came of them

                Without a command: run. "vip-agent COMMAND --help" says more; --version prints the version.
                """));
    }
}
