package io.vipoperator.node.agent.cli.keepalived;

import io.vipoperator.api.v1alpha1.ExecProbe;
import io.vipoperator.api.v1alpha1.PingProbe;
import io.vipoperator.api.v1alpha1.ProcessProbe;
import io.vipoperator.api.v1alpha1.TcpProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognises the commands that tutorials put into a vrrp_script, and says them as native checks. Pure. */
final class ScriptProbe {
    private static final int LONGEST_PROCESS_NAME = 15;
    private static final int LONGEST_ARGUMENT = 1024;
    private static final int MOST_ARGUMENTS = 32;
    private static final Pattern SHELL = Pattern.compile("(?:/usr)?(?:/bin/)?(?:ba|da)?sh\\s+-c\\s+(['\"])(.*)\\1\\s*");
    private static final Pattern DEVICE = Pattern.compile("(?:exec\\s+\\d*)?<\\s*/dev/tcp/([^/\\s]+)/(\\d+)\\s*");
    private static final Pattern SHELL_WITH_FILE = Pattern.compile("(/usr)?(/bin/)?(ba|da)?sh");
    private static final String PROCESS =
            "becomes a HealthCheck of kind process, which needs hostPID; the agent doesn't have" + " it by default";
    private static final String EXEC =
            "becomes a HealthCheck of kind exec, which needs rights that the agent doesn't have by"
                    + " default; the agent's image holds no shell and none of the host's programs: mount the program with"
                    + " all that it needs, or say what it probes as http, tcp, process or another kind";

    private ScriptProbe() {}

    /**
     * What was recognised.
     *
     * @param probe what the HealthCheck does
     * @param remark how it differs
     */
    record Recognised(Probe probe, Optional<String> remark) {}

    /**
     * Always something: what isn't recognised is a program.
     *
     * @param command with its arguments
     */
    static Optional<Recognised> of(String command) {
        Matcher shell = SHELL.matcher(command.strip());
        String inner = shell.matches() ? shell.group(2) : command;
        Matcher device = DEVICE.matcher(inner.strip());
        if (device.matches()) {
            return tcp(device.group(1), device.group(2));
        }
        return ShellWords.simple(inner).flatMap(ScriptProbe::known).or(() -> program(command));
    }

    private static Optional<Recognised> known(List<String> all) {
        List<String> words = withoutTimeout(all);
        if (words.isEmpty()) {
            return Optional.empty();
        }
        List<String> arguments = words.subList(1, words.size());
        return switch (words.get(0).substring(words.get(0).lastIndexOf('/') + 1)) {
            case "killall" -> signalZero(arguments).flatMap(ScriptProbe::process);
            case "pkill" -> signalZero(arguments).flatMap(ScriptProbe::named);
            case "pidof", "pgrep" -> named(arguments);
            case "systemctl" -> unit(arguments);
            case "service" -> unitOfService(arguments);
            case "nc", "ncat", "netcat" -> netcat(arguments);
            case "ping", "ping6" -> ping(arguments);
            case "curl" -> HttpCommand.curl(arguments).map(ScriptProbe::http);
            case "wget" -> HttpCommand.wget(arguments).map(ScriptProbe::http);
            default -> Optional.empty();
        };
    }

    private static Recognised http(Probe.Http probe) {
        return new Recognised(probe, Optional.of("becomes a HealthCheck of kind http"));
    }

    private static List<String> withoutTimeout(List<String> words) {
        boolean timeout = words.size() > 2
                && words.get(0).endsWith("timeout")
                && words.get(1).matches("[0-9.]+s?");
        return timeout ? words.subList(2, words.size()) : words;
    }

    private static Optional<List<String>> signalZero(List<String> arguments) {
        if (!arguments.isEmpty()
                && (arguments.get(0).equals("-0") || arguments.get(0).equals("-s0"))) {
            return Optional.of(arguments.subList(1, arguments.size()));
        }
        return Optional.empty();
    }

    private static Optional<Recognised> process(List<String> arguments) {
        if (arguments.size() != 1 || arguments.get(0).startsWith("-")) {
            return Optional.empty();
        }
        String name = arguments.get(0).substring(arguments.get(0).lastIndexOf('/') + 1);
        // The kernel keeps so many characters of a name.
        String kept = name.substring(0, Math.min(name.length(), LONGEST_PROCESS_NAME));
        return kept.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Recognised(new Probe.Processes(new ProcessProbe(kept, null, null)), Optional.of(PROCESS)));
    }

    private static Optional<Recognised> named(List<String> arguments) {
        List<String> rest = arguments.stream()
                .filter(word -> !List.of("-x", "-o", "-n", "-q", "-s").contains(word))
                .toList();
        if (rest.size() == 2 && rest.get(0).equals("-f")) {
            return Optional.of(new Recognised(
                    new Probe.Processes(new ProcessProbe(null, rest.get(1), null)), Optional.of(PROCESS)));
        }
        return process(rest);
    }

    private static Optional<Recognised> unit(List<String> arguments) {
        List<String> rest = arguments.stream()
                .filter(word -> !word.equals("-q") && !word.equals("--quiet"))
                .toList();
        return rest.size() == 2
                        && (rest.get(0).equals("is-active") || rest.get(0).equals("status"))
                ? unit(rest.get(1))
                : Optional.empty();
    }

    private static Optional<Recognised> unitOfService(List<String> arguments) {
        return arguments.size() == 2 && arguments.get(1).equals("status") ? unit(arguments.get(0)) : Optional.empty();
    }

    private static Optional<Recognised> unit(String unit) {
        String name = unit.endsWith(".service") ? unit.substring(0, unit.length() - ".service".length()) : unit;
        return process(List.of(name))
                .map(found -> new Recognised(
                        found.probe(),
                        Optional.of(
                                PROCESS + "; it is taken that the unit's process has the unit's name: check that")));
    }

    private static Optional<Recognised> netcat(List<String> arguments) {
        boolean connects = false;
        List<String> operands = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            if (word.matches("-[zvn46]*w")) {
                connects |= word.contains("z");
                i++;
            } else if (word.matches("-[zvn46]+") || word.matches("-w[0-9]+")) {
                connects |= word.contains("z");
            } else if (word.startsWith("-")) {
                return Optional.empty();
            } else {
                operands.add(word);
            }
        }
        return connects && operands.size() == 2 ? tcp(operands.get(0), operands.get(1)) : Optional.empty();
    }

    private static Optional<Recognised> tcp(String host, String port) {
        return Numbers.whole(port)
                .filter(number -> number >= 1 && number <= 65535)
                .map(number -> new Recognised(
                        new Probe.Tcp(new TcpProbe(HttpCommand.hostOrItself(host), number, null, null)),
                        Optional.of("becomes a HealthCheck of kind tcp")));
    }

    private static Optional<Recognised> ping(List<String> arguments) {
        int count = 1;
        Optional<String> host = Optional.empty();
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            boolean takesNext = word.matches("-[cWwiI]") && i + 1 < arguments.size();
            if (takesNext && word.equals("-c")) {
                count = Numbers.whole(arguments.get(i + 1)).orElse(0);
            }
            if (takesNext) {
                i++;
            } else if (word.matches("-c[0-9]+")) {
                count = Integer.parseInt(word.substring(2));
            } else if (!word.startsWith("-") && host.isEmpty()) {
                host = Optional.of(word);
            } else if (!word.matches("-[qn46]+|-[WwiI][0-9.]+")) {
                return Optional.empty();
            }
        }
        if (host.isEmpty() || count < 1 || count > 20) {
            return Optional.empty();
        }
        // One reply is enough for ping.
        int loss = 100 * (count - 1) / count;
        return Optional.of(new Recognised(
                new Probe.Ping(new PingProbe(host.get(), count == 1 ? null : count, loss == 0 ? null : loss)),
                Optional.of("becomes a HealthCheck of kind ping")));
    }

    private static Optional<Recognised> program(String command) {
        Optional<List<String>> simple = ShellWords.simple(command)
                .filter(words -> words.get(0).startsWith("/")
                        && !SHELL_WITH_FILE.matcher(words.get(0)).matches()
                        && !command.contains(">"));
        List<String> words = simple.orElse(List.of("/bin/sh", "-c", command));
        boolean fits =
                words.size() <= MOST_ARGUMENTS && words.stream().allMatch(word -> word.length() <= LONGEST_ARGUMENT);
        return fits && !command.isBlank()
                ? Optional.of(new Recognised(new Probe.Exec(new ExecProbe(words, null)), Optional.of(EXEC)))
                : Optional.empty();
    }
}
