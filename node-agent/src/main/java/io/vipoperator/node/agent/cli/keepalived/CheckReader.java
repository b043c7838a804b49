package io.vipoperator.node.agent.cli.keepalived;

import io.vipoperator.api.v1alpha1.FileProbe;
import io.vipoperator.api.v1alpha1.HealthState;
import io.vipoperator.api.v1alpha1.ProcessProbe;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads what a host's instances can track: scripts, files and processes. Used by one thread. */
final class CheckReader {
    private static final int LEAST_INTERVAL_MILLISECONDS = 100;
    private static final int LEAST_TIMEOUT_MILLISECONDS = 10;
    private static final int MOST_SECONDS = 3600;

    private final Ledger ledger;
    private final Names names;
    private final Map<String, Check> checks = new LinkedHashMap<>();

    private CheckReader(Names names, Ledger ledger) {
        this.names = names;
        this.ledger = ledger;
    }

    /** By kind and title: "script chk_nginx". */
    static Map<String, Check> read(Block top, Names names) {
        CheckReader reader = new CheckReader(names, top.ledger());
        top.all("vrrp_script").forEach(reader::script);
        top.all("vrrp_track_file").forEach(reader::file);
        top.all("track_file").forEach(reader::file);
        top.all("vrrp_track_process").forEach(reader::process);
        top.all("track_process").forEach(reader::process);
        return reader.checks;
    }

    private void script(Statement statement) {
        String title = title(statement);
        Block block = new Block(statement, ledger);
        Probe.Timing timing = timing(block);
        int weight = weight(block);
        Optional<Statement> script = block.one("script");
        block.one("user")
                .ifPresent(user -> ledger.notExpressed(
                        user, "a program of a HealthCheck runs as the user 65534, or as exec.runAsUser says"));
        block.rest();
        String command = script.map(one -> String.join(" ", one.arguments())).orElse("");
        Optional<ScriptProbe.Recognised> probe = ScriptProbe.of(command);
        if (probe.isEmpty()) {
            ledger.notExpressed(statement, "has no script that a HealthCheck could run");
            return;
        }
        ledger.expressed(statement);
        script.ifPresent(one -> probe.get()
                .remark()
                .ifPresentOrElse(remark -> ledger.altered(one, remark), () -> ledger.expressed(one)));
        add("script", title, statement, weight, probe.get().probe(), timing);
    }

    private void file(Statement statement) {
        String title = title(statement);
        Block block = new Block(statement, ledger);
        Optional<String> path = block.word("file");
        int weight = weight(block);
        block.one("init_file")
                .ifPresent(one -> ledger.notExpressed(one, "the agent reads the file, and never writes it"));
        block.rest();
        if (path.isEmpty() || !path.get().startsWith("/") || path.get().matches("(.*/)?[.][.](/.*)?")) {
            ledger.notExpressed(statement, "has no file with an absolute path without ..");
            return;
        }
        ledger.altered(
                statement,
                "becomes a HealthCheck of kind file, whose folder must be mounted into the agent's pod; with effect Weight"
                        + " its number is added as it is, and with the others it fails while the number is negative or the"
                        + " file is missing (keepalived: while it is not 0)");
        add(
                "file",
                title,
                statement,
                weight,
                new Probe.File(new FileProbe(path.get())),
                new Probe.Timing(1000, 1000, 1, 1, null));
    }

    private void process(Statement statement) {
        String title = title(statement);
        Block block = new Block(statement, ledger);
        Optional<Statement> process = block.one("process");
        int weight = weight(block);
        Optional<Integer> quorum = block.number("quorum", 1, 100_000);
        boolean wholeLine = block.truth("full_command");
        for (String option : new String[] {"quorum_max", "fork_delay", "terminate_delay", "delay", "param_match"}) {
            block.one(option)
                    .ifPresent(one ->
                            ledger.notExpressed(one, "has no counterpart: processes are counted at each interval"));
        }
        block.rest();
        if (process.isEmpty() || process.get().arguments().isEmpty()) {
            ledger.notExpressed(statement, "names no process");
            return;
        }
        ledger.expressed(statement);
        String command = process.get().arguments().get(0);
        String name = command.substring(command.lastIndexOf('/') + 1);
        ledger.altered(
                process.get(),
                "becomes a HealthCheck of kind process, which needs hostPID and looks once a second"
                        + (process.get().arguments().size() > 1 ? "; the parameters are left out" : ""));
        add(
                "process",
                title,
                statement,
                weight,
                new Probe.Processes(
                        wholeLine
                                ? new ProcessProbe(null, command, quorum.orElse(null))
                                : new ProcessProbe(
                                        name.substring(0, Math.min(15, name.length())), null, quorum.orElse(null))),
                new Probe.Timing(1000, 1000, 1, 1, null));
    }

    private static String title(Statement statement) {
        return statement.arguments().isEmpty() ? "" : statement.arguments().get(0);
    }

    private void add(String kind, String title, Statement statement, int weight, Probe probe, Probe.Timing timing) {
        if (checks.containsKey(kind + " " + title)) {
            ledger.remark(statement.place(), statement.text(), "is defined already: the first counts");
            return;
        }
        String name = names.unique(title, kind);
        checks.put(kind + " " + title, new Check(statement.place(), title, name, weight, probe.at(timing)));
    }

    private int weight(Block block) {
        Optional<Statement> found = block.one("weight");
        Optional<Integer> weight = found.filter(one -> !one.arguments().isEmpty())
                .flatMap(one -> Numbers.whole(one.arguments().get(0)));
        found.ifPresent(one -> {
            if (one.arguments().contains("reverse")) {
                ledger.altered(one, "reverse has no counterpart: the HealthCheck must fail when the address has to go");
            } else if (weight.isEmpty()) {
                ledger.notExpressed(one, "must be a whole number; 0 is taken: its failure is a fault");
            } else {
                block.expressed(one, 1);
            }
        });
        return weight.orElse(0);
    }

    private Probe.Timing timing(Block block) {
        Optional<BigDecimal> interval = block.seconds("interval", 0, MOST_SECONDS);
        int asked = interval.map(Numbers::milliseconds).orElse(1000);
        int intervalMilliseconds = Math.max(asked, LEAST_INTERVAL_MILLISECONDS);
        Optional<Statement> timeout = block.one("timeout");
        int timeoutMilliseconds = timeout.filter(one -> !one.arguments().isEmpty())
                .flatMap(one -> Numbers.decimal(one.arguments().get(0)))
                .filter(seconds -> seconds.signum() > 0 && seconds.compareTo(BigDecimal.valueOf(MOST_SECONDS)) <= 0)
                .map(Numbers::milliseconds)
                .orElse(intervalMilliseconds);
        timeout.ifPresent(one -> {
            if (timeoutMilliseconds > intervalMilliseconds) {
                ledger.altered(one, "a timeout is at most the interval: " + intervalMilliseconds + " ms is taken");
            } else {
                block.expressed(one, 1);
            }
        });
        if (asked < LEAST_INTERVAL_MILLISECONDS) {
            ledger.remark(block.place(), "interval", "must be at least 0.1 s: 0.1 s is taken");
        }
        int rise = block.number("rise", 1, 100).orElse(1);
        int fall = block.number("fall", 1, 100).orElse(1);
        boolean fails = block.flag("init_fail");
        return new Probe.Timing(
                intervalMilliseconds,
                Math.clamp(timeoutMilliseconds, LEAST_TIMEOUT_MILLISECONDS, intervalMilliseconds),
                rise,
                fall,
                fails ? HealthState.Unhealthy : null);
    }
}
