package io.vipoperator.node.mutation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles one main source file with a mistake in it, in memory, against the classes of this build. */
final class MutantCompiler {
    private static final Path SOURCES = Path.of("src/main/java/io/vipoperator/node");

    private MutantCompiler() {}

    /**
     * The classes of the file, by binary name.
     *
     * @throws IllegalStateException if the right text doesn't stand there exactly once, or the wrong one isn't Java
     */
    static Map<String, byte[]> compile(PlantedMistake mistake) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        Map<String, ByteArrayOutputStream> classes = new HashMap<>();
        try (StandardJavaFileManager standard =
                        compiler.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8);
                JavaFileManager memory = new InMemory(standard, classes)) {
            boolean compiled = compiler.getTask(
                            null,
                            memory,
                            diagnostics,
                            List.of("-proc:none", "-classpath", System.getProperty("java.class.path")),
                            null,
                            List.of(source(mistake)))
                    .call();
            if (!compiled) {
                throw new IllegalStateException("'" + mistake + "' is no Java: " + diagnostics.getDiagnostics());
            }
        }
        return classes.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().toByteArray()));
    }

    private static JavaFileObject source(PlantedMistake mistake) throws IOException {
        Path file = SOURCES.resolve(mistake.sourceFile());
        String text = Files.readString(file);
        int at = text.indexOf(mistake.right());
        if (at < 0 || text.indexOf(mistake.right(), at + 1) >= 0) {
            throw new IllegalStateException("'" + mistake.right() + "' must stand exactly once in " + file);
        }
        String mutated = text.substring(0, at)
                + mistake.wrong()
                + text.substring(at + mistake.right().length());
        return new SimpleJavaFileObject(file.toUri(), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return mutated;
            }
        };
    }

    /** Keeps what the compiler writes. */
    private static final class InMemory extends ForwardingJavaFileManager<StandardJavaFileManager> {
        private final Map<String, ByteArrayOutputStream> classes;

        InMemory(StandardJavaFileManager standard, Map<String, ByteArrayOutputStream> classes) {
            super(standard);
            this.classes = classes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + className + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    ByteArrayOutputStream octets = new ByteArrayOutputStream();
                    classes.put(className, octets);
                    return octets;
                }
            };
        }
    }
}
