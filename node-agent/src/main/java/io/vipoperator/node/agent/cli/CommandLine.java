package io.vipoperator.node.agent.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the command line asks for. Pure. */
public sealed interface CommandLine {
    /** Put before the words by the executable of the image: the kernel hands a script's path to its interpreter. */
    String LAUNCHED_BY = "--launched-by";

    /** Run the agent. */
    record Run(Optional<Path> state, Optional<Path> keys, Optional<Path> socket) implements CommandLine {}

    /** Read a state file; "-" is the standard input. */
    record Check(String file) implements CommandLine {}

    /** Ask the agent once. */
    record Show(Optional<String> name, Output output, Optional<Path> socket) implements CommandLine {}

    /** Ask the agent until interrupted. */
    record Watch(Optional<String> name, Output output, Optional<Path> socket) implements CommandLine {}

    /** Have the addresses announced again. */
    record Announce(String name, Optional<Path> socket) implements CommandLine {}

    /**
     * Read the wire.
     *
     * @param name of a VirtualIP
     * @param interfaceName of one NIC
     * @param count of lines; {@link Long#MAX_VALUE} = until interrupted
     * @param socket of the agent
     */
    record Capture(Optional<String> name, Optional<String> interfaceName, long count, Optional<Path> socket)
            implements CommandLine {}

    /** Say keepalived's configurations in VirtualIPs. */
    record Import(List<HostFile> files) implements CommandLine {
        public Import {
            files = List.copyOf(files);
        }

        /**
         * A host's configuration.
         *
         * @param node that it is of, if the user says
         * @param file path; "-" is the standard input
         */
        record HostFile(Optional<String> node, String file) {
            private static final Pattern OF_NODE =
                    Pattern.compile("([a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?)=(.+)", Pattern.DOTALL);

            static HostFile read(String word) {
                Matcher matcher = OF_NODE.matcher(word);
                return matcher.matches()
                        ? new HostFile(Optional.of(matcher.group(1)), matcher.group(2))
                        : new HostFile(Optional.empty(), word);
            }
        }
    }

    /**
     * Run health checks once.
     *
     * @param file path; "-" is the standard input
     * @param authorities PEM
     * @param certificate PEM, of the client
     * @param key PEM, of the certificate
     */
    record Probe(String file, Optional<Path> authorities, Optional<Path> certificate, Optional<Path> key)
            implements CommandLine {}

    /** Say how it is used. */
    record Help(String text) implements CommandLine {}

    /** Say which version it is. */
    record Version() implements CommandLine {}

    /**
     * Something is wrong.
     *
     * @param message what
     * @param usage what may be asked
     */
    record Wrong(String message, String usage) implements CommandLine {}

    /** How a command prints. */
    enum Output {
        TABLE,
        WIDE,
        JSON
    }

    /** Reads the words after the program's name. */
    static CommandLine parse(String... arguments) {
        List<String> words = List.of(arguments);
        if (words.size() >= 2 && words.get(0).equals(LAUNCHED_BY)) {
            words = words.subList(2, words.size());
        }
        String first = words.isEmpty() ? "" : words.get(0);
        return switch (first) {
            case "--help", "-h", "help" -> new Help(Subcommand.allUsage());
            case "--version", "version" -> new Version();
            default -> {
                if (first.isEmpty() || first.startsWith("-")) {
                    yield parse(Subcommand.RUN, words);
                }
                List<String> rest = words.subList(1, words.size());
                yield Subcommand.of(first)
                        .map(command -> parse(command, rest))
                        .orElseGet(() -> new Wrong("\"" + first + "\" is not a command", Subcommand.allUsage()));
            }
        };
    }

    private static CommandLine parse(Subcommand command, List<String> words) {
        Options options = Options.read(words, command.options());
        if (options.help()) {
            return new Help(command.usage());
        }
        if (options.wrong().isPresent()) {
            return new Wrong(options.wrong().get(), command.usage());
        }
        Optional<Path> socket = options.value("--socket").map(Path::of);
        return switch (command) {
            case RUN ->
                withoutOperand(
                        command,
                        options,
                        new Run(
                                options.value("--state").map(Path::of),
                                options.value("--keys").map(Path::of),
                                socket));
            case CHECK -> withOperand(command, options, "the path of a state file, or -", Check::new);
            case IMPORT -> importing(command, options);
            case PROBE -> probing(command, options);
            case ANNOUNCE ->
                withOperand(command, options, "the name of a VirtualIP", name -> new Announce(name, socket));
            case SHOW ->
                mayHaveOperand(
                        command, options, name -> output(command, options, true, o -> new Show(name, o, socket)));
            case WATCH ->
                mayHaveOperand(
                        command, options, name -> output(command, options, false, o -> new Watch(name, o, socket)));
            case CAPTURE ->
                mayHaveOperand(
                        command,
                        options,
                        name -> count(
                                command, options, n -> new Capture(name, options.value("--interface"), n, socket)));
        };
    }

    private static CommandLine withoutOperand(Subcommand command, Options options, CommandLine sound) {
        return options.operands().isEmpty()
                ? sound
                : new Wrong("\"" + options.operands().get(0) + "\" is one word too many", command.usage());
    }

    private static CommandLine importing(Subcommand command, Options options) {
        List<Import.HostFile> files =
                options.operands().stream().map(Import.HostFile::read).toList();
        List<String> nodes =
                files.stream().flatMap(file -> file.node().stream()).toList();
        if (files.isEmpty()) {
            return new Wrong(
                    command.word() + " must be followed by FILE or NODE=FILE, for each host one", command.usage());
        }
        return nodes.stream().distinct().count() < nodes.size()
                ? new Wrong("each NODE must be given once", command.usage())
                : new Import(files);
    }

    private static CommandLine probing(Subcommand command, Options options) {
        Optional<Path> certificate = options.value("--certificate").map(Path::of);
        Optional<Path> key = options.value("--key").map(Path::of);
        if (options.value("--file").isEmpty()) {
            return new Wrong("--file must be given: the path of a HealthCheck, or -", command.usage());
        }
        if (certificate.isPresent() != key.isPresent()) {
            return new Wrong("--certificate and --key must be given together", command.usage());
        }
        return withoutOperand(
                command,
                options,
                new Probe(options.value("--file").get(), options.value("--ca").map(Path::of), certificate, key));
    }

    private static CommandLine withOperand(
            Subcommand command, Options options, String what, Function<String, CommandLine> sound) {
        return options.operands().isEmpty()
                ? new Wrong(command.word() + " must be followed by " + what, command.usage())
                : mayHaveOperand(command, options, operand -> sound.apply(operand.orElseThrow()));
    }

    private static CommandLine mayHaveOperand(
            Subcommand command, Options options, Function<Optional<String>, CommandLine> sound) {
        return options.operands().size() > 1
                ? new Wrong("\"" + options.operands().get(1) + "\" is one word too many", command.usage())
                : sound.apply(options.operands().stream().findFirst());
    }

    private static CommandLine output(
            Subcommand command, Options options, boolean wide, Function<Output, CommandLine> sound) {
        String word = options.value("--output").orElse("table");
        return switch (word) {
            case "table" -> sound.apply(Output.TABLE);
            case "json" -> sound.apply(Output.JSON);
            case "wide" -> wide ? sound.apply(Output.WIDE) : wrongOutput(command, word);
            default -> wrongOutput(command, word);
        };
    }

    private static CommandLine wrongOutput(Subcommand command, String word) {
        String known = command == Subcommand.SHOW ? "table, wide or json" : "table or json";
        return new Wrong("--output: \"" + word + "\" must be " + known, command.usage());
    }

    private static CommandLine count(Subcommand command, Options options, Function<Long, CommandLine> sound) {
        Optional<String> text = options.value("--count");
        if (text.isEmpty()) {
            return sound.apply(Long.MAX_VALUE);
        }
        return text.get().matches("[1-9][0-9]{0,8}")
                ? sound.apply(Long.valueOf(text.get()))
                : new Wrong("--count: \"" + text.get() + "\" must be 1 to 999999999", command.usage());
    }
}
