package io.vipoperator.node.net;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Java process in a namespace, to be killed and frozen. Its own pid: ip replaces itself by it. */
final class ChildJvm {
    private ChildJvm() {}

    static Process start(TestNamespace namespace, Class<?> main, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                "ip",
                "netns",
                "exec",
                namespace.name(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Reads what the process prints until there is that line; false if it ends before. */
    static boolean line(Process process, String wanted) throws IOException {
        BufferedReader reader = process.inputReader();
        String line = reader.readLine();
        while (line != null && !line.equals(wanted)) {
            line = reader.readLine();
        }
        return line != null;
    }

    static void signal(Process process, String name) {
        TestNamespace.run(List.of("kill", "-" + name, Long.toString(process.pid())));
    }
}
