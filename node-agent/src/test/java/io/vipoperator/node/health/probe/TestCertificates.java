package io.vipoperator.node.health.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Certificates of an authority of the test's own, made with openssl. */
final class TestCertificates {
    private final Path directory;

    TestCertificates(Path directory) throws IOException {
        this.directory = directory;
        run(
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-keyout",
                "ca.key",
                "-out",
                "ca.pem",
                "-subj",
                "/CN=Test Authority",
                "-days",
                "3650");
    }

    /** A certificate of the authority with its key, in NAME.pem and NAME.key. */
    void issue(String name, String alternativeNames, int days) throws IOException {
        run(
                "req",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-keyout",
                name + ".key",
                "-out",
                name + ".csr",
                "-subj",
                "/CN=" + name,
                "-addext",
                "subjectAltName=" + alternativeNames);
        run(
                "x509",
                "-req",
                "-in",
                name + ".csr",
                "-CA",
                "ca.pem",
                "-CAkey",
                "ca.key",
                "-CAcreateserial",
                "-days",
                Integer.toString(days),
                "-copy_extensions",
                "copy",
                "-out",
                name + ".pem");
    }

    /** One that nobody but itself vouches for. */
    void selfSigned(String name, String alternativeNames) throws IOException {
        run(
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-keyout",
                name + ".key",
                "-out",
                name + ".pem",
                "-subj",
                "/CN=" + name,
                "-addext",
                "subjectAltName=" + alternativeNames,
                "-days",
                "100");
    }

    String text(String file) throws IOException {
        return Files.readString(directory.resolve(file));
    }

    Path path(String file) {
        return directory.resolve(file);
    }

    /** Runs openssl in the directory; its output is the failure's text. */
    String run(String... arguments) throws IOException {
        var command = new java.util.ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        int status = process.onExit().join().exitValue();
        if (status != 0) {
            throw new IOException("openssl " + String.join(" ", arguments) + ": " + said);
        }
        return said;
    }
}
