package io.vipoperator.node.agent.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Reads a state file without running it. */
final class CheckCommand {
    private static final int MOST_SHOWN = 20;

    private CheckCommand() {}

    static int run(CommandLine.Check check, Console console, StateCheck reader, InputStream standardInput) {
        boolean standard = check.file().equals("-");
        String name = standard ? "standard input" : check.file();
        String text;
        try {
            byte[] bytes = standard ? standardInput.readAllBytes() : Files.readAllBytes(Path.of(check.file()));
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (NoSuchFileException e) {
            return console.failed(name + ": must exist");
        } catch (CharacterCodingException e) {
            return console.failed(name + ": must be UTF-8 text");
        } catch (IOException e) {
            return console.failed(name + ": must be readable: " + e.getMessage());
        }
        StateCheck.Verdict verdict = reader.read(text);
        verdict.problems().forEach(problem -> console.out().println(name + ": " + problem));
        verdict.warnings().forEach(warning -> console.out().println(name + ": warning: " + warning));
        if (!verdict.problems().isEmpty()) {
            console.out().println(name + ": " + count(verdict.problems().size(), "problem") + "; run would refuse it");
            return Console.FAILED;
        }
        String checks = verdict.checks().isEmpty() ? "" : "; " + list("health check", verdict.checks());
        console.out().println(name + ": sound, " + list("router", verdict.routers()) + checks);
        return Console.DONE;
    }

    private static String list(String what, List<String> names) {
        String counted = count(names.size(), what);
        if (names.isEmpty()) {
            return counted;
        }
        return counted + ": " + String.join(", ", names.subList(0, Math.min(names.size(), MOST_SHOWN)))
                + (names.size() > MOST_SHOWN ? ", ..." : "");
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
