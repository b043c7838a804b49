package io.vipoperator.e2e;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The programs of Kubernetes and etcd: built by {@code e2e/lab/binaries} where the cache lacks them. */
public final class Binaries {

    private Binaries() {}

    /** The folder that holds {@code programs}; building them on a fresh machine takes minutes and is bounded by {@code limit}. */
    public static Path folder(Duration limit, String... programs) {
        List<String> command =
                new ArrayList<>(List.of(E2eFolder.find().resolve("lab/binaries").toString()));
        command.addAll(List.of(programs));
        return Path.of(ChildProcess.run(limit, command).strip());
    }
}
