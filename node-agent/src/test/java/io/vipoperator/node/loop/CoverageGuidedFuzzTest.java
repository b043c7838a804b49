package io.vipoperator.node.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.Jazzer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The receive path under Jazzer, which looks for inputs that reach new branches, for ten seconds in a process of its own: its agent
 * must not instrument other tests, and its JUnit extension is built for JUnit 5. {@link ReceptionFuzzTarget} tells right from
 * wrong.
 */
class CoverageGuidedFuzzTest {
    private static final int SECONDS = 10;
    private static final int LONGEST_SECONDS = 180;
    private static final Pattern DONE = Pattern.compile("Done (\\d+) runs in");

    /** Where it begins: heeded by a router of each kind, over both families. */
    private static final List<String> CORPUS = List.of(
            "00030096060000000000000000000000",
            "04030096060000000000000000000000",
            "08020196010000000000000000000000",
            "08020296010100000000000000000000",
            "00030396060000000100000000000000",
            "40030496060000000000010000000000",
            "44030496060000000000010000000000",
            "41030496060000000000010000000000" + "4003049606000000000002000000000a",
            "02000000000000000000000000000000" + "45c0002000000000ff700000c0a80102e0000012313364010064a8b4c0a8010a");

    @Test
    void noInputThatReachesANewBranchMakesTheOracleDisagree(@TempDir Path folder) throws Exception {
        Path corpus = Files.createDirectory(folder.resolve("corpus"));
        for (int i = 0; i < CORPUS.size(); i++) {
            Files.write(corpus.resolve("seed-" + i), HexFormat.of().parseHex(CORPUS.get(i)));
        }
        Path output = folder.resolve("output");
        Process jazzer = start(folder, corpus, output);
        try {
            assertThat(jazzer.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS))
                    .as("ends")
                    .isTrue();
        } finally {
            jazzer.destroyForcibly();
        }

        String said = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(jazzer.exitValue()).as(said).isZero();
        Matcher done = DONE.matcher(said);
        assertThat(done.find()).as(said).isTrue();
        assertThat(Integer.parseInt(done.group(1))).as(said).isGreaterThan(CORPUS.size());
        System.out.println("receive path under Jazzer: " + done.group(1) + " runs in " + SECONDS + " s");
    }

    private static Process start(Path folder, Path corpus, Path output) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+EnableDynamicAgentLoading",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Jazzer.class.getName(),
                        "--target_class=" + ReceptionFuzzTarget.class.getName(),
                        "--instrumentation_includes=io.vipoperator.node.vrrp.**:io.vipoperator.node.wire.**:"
                                + "io.vipoperator.node.loop.**",
                        "--disabled_hooks=*",
                        "--reproducer_path=" + folder,
                        "-artifact_prefix=" + folder + "/",
                        "-max_total_time=" + SECONDS,
                        "-max_len=64",
                        "-len_control=0",
                        "-seed=9568",
                        corpus.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }
}
