package io.vipoperator.node.agent;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyDirectoryTest {
    @TempDir
    private Path temporary;

    private final List<Keys> used = new CopyOnWriteArrayList<>();
    private final AgentConditions conditions = new AgentConditions(Clock.systemUTC());

    @Test
    void everyFileIsAKeyWhateverItsName() throws IOException {
        KeyDirectory keys = directory("a", "one", "b.txt", "two");

        keys.look();

        assertThat(last()).isEqualTo(digests("one", "two"));
        assertThat(condition()).isEmpty();
    }

    @Test
    void hiddenFilesAndDirectoriesAreNoKeys() throws IOException {
        KeyDirectory keys = directory(".hidden", "one");
        Files.createDirectory(path().resolve("directory"));

        keys.look();

        assertThat(used).isEmpty();
        assertThat(condition()).isEmpty();
    }

    @Test
    void aMountedSecretThatChangesBySwappingOneLinkIsSeen() throws IOException {
        Files.createDirectories(path().resolve("..2026_1"));
        Files.writeString(path().resolve("..2026_1/key"), "one");
        Files.createSymbolicLink(path().resolve("..data"), Path.of("..2026_1"));
        Files.createSymbolicLink(path().resolve("key"), Path.of("..data/key"));
        KeyDirectory keys = keyDirectory(true);
        keys.look();
        assertThat(last()).isEqualTo(digests("one"));

        Files.createDirectories(path().resolve("..2026_2"));
        Files.writeString(path().resolve("..2026_2/key"), "two");
        Files.createSymbolicLink(path().resolve("..data_tmp"), Path.of("..2026_2"));
        Files.move(
                path().resolve("..data_tmp"),
                path().resolve("..data"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        keys.look();

        assertThat(last()).isEqualTo(digests("one", "two"));
    }

    @Test
    void aKeyThatIsGoneStaysKnownAndNothingIsAppliedAgain() throws IOException {
        KeyDirectory keys = directory("a", "one", "b", "two");
        keys.look();

        Files.delete(path().resolve("a"));
        keys.look();
        Files.delete(path().resolve("b"));
        Files.delete(path());
        keys.look();

        assertThat(used).hasSize(1);
        assertThat(last()).isEqualTo(digests("one", "two"));
    }

    @Test
    void aFileThatWasWrittenInPlaceIsReadAgain() throws IOException {
        KeyDirectory keys = directory("a", "one");
        keys.look();

        Files.writeString(path().resolve("a"), "longer");
        keys.look();

        assertThat(last()).isEqualTo(digests("one", "longer"));
    }

    @Test
    void filesThatNoKeyCouldBeAreNamedAndTheOthersAreRead() throws IOException {
        KeyDirectory keys = directory("a", "", "b", "x".repeat(65_537), "c", "x".repeat(65_536), "d", "one");

        keys.look();

        assertThat(last()).isEqualTo(digests("one", "x".repeat(65_536)));
        assertThat(condition())
                .isEqualTo(
                        "False ReadFailed key file a must have 1 to 65536 octets; key file b must have 1 to 65536 octets");

        Files.delete(path().resolve("a"));
        Files.delete(path().resolve("b"));
        keys.look();
        assertThat(condition()).isEqualTo("True Read ");
    }

    @Test
    void aDirectoryThatSomebodyNamedMustExistAndTheDefaultNeedNot() throws IOException {
        keyDirectory(false).look();
        assertThat(condition()).isEmpty();

        KeyDirectory keys = keyDirectory(true);
        keys.look();
        assertThat(condition()).isEqualTo("False ReadFailed directory of keys " + path() + " must exist");

        Files.createDirectory(path());
        keys.look();
        assertThat(condition()).isEqualTo("True Read ");
    }

    @Test
    void aFileInPlaceOfTheDirectoryIsSaid() throws IOException {
        Files.writeString(path(), "one");

        keyDirectory(false).look();

        assertThat(condition()).isEqualTo("False ReadFailed " + path() + " must be a directory");
    }

    @Test
    void aLinkThatLeadsNowhereIsSkippedUntilItDoesNot() throws IOException {
        KeyDirectory keys = directory("a", "one");
        Files.createSymbolicLink(path().resolve("b"), Path.of("nowhere"));
        keys.look();
        assertThat(last()).isEqualTo(digests("one"));

        Files.writeString(path().resolve("nowhere"), "two");
        keys.look();
        assertThat(last()).isEqualTo(digests("one", "two"));
    }

    @Test
    void itLooksAgainByItself() throws IOException {
        KeyDirectory keys = directory("a", "one");
        keys.start();
        try {
            assertThat(last()).isEqualTo(digests("one"));

            Files.writeString(path().resolve("b"), "two");

            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> last().equals(digests("one", "two")));
        } finally {
            keys.stop();
        }
    }

    private KeyDirectory directory(String... namesAndContents) throws IOException {
        Files.createDirectories(path());
        for (int i = 0; i < namesAndContents.length; i += 2) {
            Files.writeString(path().resolve(namesAndContents[i]), namesAndContents[i + 1]);
        }
        return keyDirectory(true);
    }

    private KeyDirectory keyDirectory(boolean asked) {
        return new KeyDirectory(path(), asked, used::add, conditions);
    }

    private Path path() {
        return temporary.resolve("keys");
    }

    private Keys last() {
        return used.get(used.size() - 1);
    }

    private Keys digests(String... contents) {
        return Keys.of(
                path().toString(),
                List.of(contents).stream().map(c -> c.getBytes(US_ASCII)).toList());
    }

    private String condition() {
        return conditions.current().stream()
                .map(c -> c.getStatus() + " " + c.getReason() + " " + c.getMessage())
                .collect(Collectors.joining());
    }
}
