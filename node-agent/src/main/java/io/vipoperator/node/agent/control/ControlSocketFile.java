package io.vipoperator.node.agent.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/**
 * A listening Unix socket and its file, for root alone. It is bound beside its name, given its mode and then renamed: nobody
 * finds it while others may still open it, and what an agent that was killed has left behind is replaced in one step.
 *
 * @param channel that listens
 * @param path of the file
 * @param identity of the file, by which it is told from another agent's that took its place
 */
record ControlSocketFile(ServerSocketChannel channel, Path path, Object identity) implements AutoCloseable {
    private static final int BACKLOG = 16;

    /**
     * Listens there; makes the directory if it can.
     *
     * @throws IOException with words for people, if it can't
     */
    static ControlSocketFile listen(Path path) throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        refuseWhatIsNotOurs(path);
        Path beside = Path.of(path + ".new");
        Files.deleteIfExists(beside);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(beside), BACKLOG);
            Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rw-------"));
            Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return new ControlSocketFile(channel, path, identityOf(path));
        } catch (IOException | RuntimeException e) {
            channel.close();
            Files.deleteIfExists(beside);
            throw e;
        }
    }

    private static void refuseWhatIsNotOurs(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            throw new IOException("there is a file of that name that is no socket");
        }
        boolean answered;
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            answered = probe.isConnected();
        } catch (IOException e) {
            // Nobody listens there any more: its agent was killed.
            answered = false;
        }
        if (answered) {
            throw new IOException("another agent listens there; give this one a path of its own with --socket");
        }
    }

    private static Object identityOf(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && Objects.equals(identityOf(path), identity)) {
            Files.deleteIfExists(path);
        }
    }
}
