package io.vipoperator.node.health.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipoperator.node.health.Finding;
import io.vipoperator.node.health.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileProberTest {
    @TempDir
    private Path folder;

    private final FileReads reads = new FileReads();

    @AfterEach
    void end() {
        reads.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            '0'                 | 0
            '12\n'              | 12
            '  +7 # by backup'  | 7
            '999999999'         | 999999999
            """)
    void aNumberThatIsNotNegativeIsSuccess(String content, int number) throws IOException {
        assertThat(read(content.replace("\\n", "\n")))
                .isEqualTo(Finding.success(folder.resolve("weight") + ": " + number)
                        .withNumber(number));
    }

    @Test
    void aNegativeNumberIsAFailureWithItsNumber() throws IOException {
        assertThat(read("-20\n"))
                .isEqualTo(Finding.failure(folder.resolve("weight") + ": -20").withNumber(-20));
    }

    @ParameterizedTest
    @CsvSource({"''", "yes", "1x", "1.5", "--1", "1234567890", "0x10"})
    void whatIsNoNumberIsAFailureWithoutOne(String content) throws IOException {
        assertThat(read(content))
                .isEqualTo(Finding.failure(
                        folder.resolve("weight") + ": must begin with a whole number of at most 9 digits"));
    }

    @Test
    void whatIsNotThereOrNoFileSaysSo() {
        assertThat(read(folder.resolve("nowhere")))
                .isEqualTo(Finding.failure(folder.resolve("nowhere") + ": does not exist"));
        assertThat(read(folder)).isEqualTo(Finding.failure(folder + ": must be a regular file"));
        assertThat(read(Path.of("/dev/zero"))).isEqualTo(Finding.failure("/dev/zero: must be a regular file"));
    }

    @Test
    void aPipeWithoutAWriterDoesNotHang() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        assertThat(read(pipe)).isEqualTo(Finding.failure(pipe + ": must be a regular file"));
    }

    @Test
    void aFileSystemThatHangsHoldsUpNobodyButItself() throws IOException {
        var released = new CountDownLatch(1);
        reads.submit(Path.of("/proc/version"), () -> await().forever().until(() -> released.getCount() == 0));

        Finding hanging = Findings.of(new FileProber(new Probe.File("/proc/sys/kernel/pid_max"), reads), 50);

        assertThat(hanging).isEqualTo(Finding.failure("/proc/sys/kernel/pid_max: could not be read within 50 ms"));
        assertThat(read("5").success()).isTrue();
        released.countDown();
    }

    @Test
    void aReadThatHangsIsNotBegunAgainAndCountsWhenItEnds() throws IOException {
        var released = new CountDownLatch(1);
        Path path = Files.writeString(folder.resolve("weight"), "4");
        reads.submit(path, () -> await().forever().until(() -> released.getCount() == 0));
        var prober = new FileProber(new Probe.File(path.toString()), reads);

        assertThat(Findings.of(prober, 30).success()).isFalse();
        assertThat(Findings.of(prober, 30).success()).isFalse();
        released.countDown();

        await().atMost(Duration.ofSeconds(10))
                .until(() -> Findings.of(prober, 1000).success());
    }

    @Test
    void theFileSystemIsThatWithTheLongestMountPoint() {
        List<String> mounts = List.of(
                "22 1 0:20 / / rw,relatime - ext4 /dev/sda1 rw",
                "23 22 0:21 / /srv rw,relatime - nfs server:/srv rw",
                "24 23 0:22 / /srv/a\\040b rw,relatime - nfs server:/ab rw",
                "nonsense");

        assertThat(FileReads.mountPoint(Path.of("/etc/weight"), mounts)).isEqualTo("/");
        assertThat(FileReads.mountPoint(Path.of("/srv/weight"), mounts)).isEqualTo("/srv");
        assertThat(FileReads.mountPoint(Path.of("/srv/a b/weight"), mounts)).isEqualTo("/srv/a b");
        assertThat(FileReads.mountPoint(Path.of("/srv2/weight"), mounts)).isEqualTo("/");
    }

    private Finding read(String content) throws IOException {
        return read(Files.writeString(folder.resolve("weight"), content));
    }

    private Finding read(Path path) {
        return Findings.of(new FileProber(new Probe.File(path.toString()), reads));
    }
}
