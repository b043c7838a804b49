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
        console.out()
                .println(name + ": sound, " + count(verdict.routers().size(), "router")
                        + (verdict.routers().isEmpty() ? "" : ": " + String.join(", ", shown(verdict.routers()))));
        return Console.DONE;
    }

    private static List<String> shown(List<String> routers) {
        return routers.size() <= 20 ? routers : List.of(String.join(", ", routers.subList(0, 20)), "...");
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
