package io.vipoperator.node.agent.cli;

import io.vipoperator.node.agent.cli.keepalived.KeepalivedImport;
import io.vipoperator.node.agent.cli.keepalived.SourceText;
import io.vipoperator.node.agent.cli.keepalived.YamlText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/** Says keepalived's configurations in objects to apply. */
final class ImportCommand {
    private ImportCommand() {}

    static int run(CommandLine.Import asked, Console console, InputStream standardInput) {
        List<KeepalivedImport.Input> inputs = new ArrayList<>();
        for (CommandLine.Import.HostFile file : asked.files()) {
            try {
                inputs.add(new KeepalivedImport.Input(file.node(), read(file.file(), standardInput)));
            } catch (NoSuchFileException e) {
                return console.failed(file.file() + ": must exist");
            } catch (IOException | InvalidPathException e) {
                return console.failed(file.file() + ": must be readable: " + e.getMessage());
            }
        }
        KeepalivedImport.Result result = KeepalivedImport.of(inputs, ImportCommand::included);
        result.remarks().forEach(console.err()::println);
        console.out().print(YamlText.of(result.documents()));
        if (result.documents().isEmpty()) {
            return console.failed("nothing in there can be expressed");
        }
        return Console.DONE;
    }

    private static SourceText read(String file, InputStream standardInput) throws IOException {
        return file.equals("-")
                ? new SourceText("standard input", text(standardInput.readAllBytes()))
                : new SourceText(file, text(Files.readAllBytes(Path.of(file))));
    }

    /** Old files have comments in encodings that nobody knows any more: options are ASCII. */
    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Wildcards in the last part of the path, as people write them; what can't be read isn't there. */
    private static List<SourceText> included(String pattern, String from) {
        List<SourceText> found = new ArrayList<>();
        try {
            Path path = Path.of(from).resolveSibling(pattern);
            Path folder = path.getParent() == null ? Path.of("") : path.getParent();
            try (DirectoryStream<Path> files =
                    Files.newDirectoryStream(folder, path.getFileName().toString())) {
                List<Path> sorted = new ArrayList<>();
                files.forEach(sorted::add);
                sorted.sort(null);
                for (Path file : sorted) {
                    if (Files.isRegularFile(file)) {
                        found.add(new SourceText(file.toString(), text(Files.readAllBytes(file))));
                    }
                }
            }
        } catch (IOException | DirectoryIteratorException | InvalidPathException | PatternSyntaxException e) {
            return List.of();
        }
        return found;
    }
}
