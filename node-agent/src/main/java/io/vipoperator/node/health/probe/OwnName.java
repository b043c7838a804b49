package io.vipoperator.node.health.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this host calls itself, for who must introduce itself; a pod in the host's network has the host's name. Stateless. */
final class OwnName {
    private static final Path KERNEL_NAME = Path.of("/proc/sys/kernel/hostname");

    private OwnName() {}

    /** The written one, or the host's own. */
    static String orOwn(String written) {
        if (!written.isEmpty()) {
            return written;
        }
        try {
            return Files.readString(KERNEL_NAME).strip();
        } catch (IOException e) {
            // RFC 5321 section 4.1.4 has an address literal for who has no name.
            return "[127.0.0.1]";
        }
    }
}
