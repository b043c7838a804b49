package io.vipoperator.e2e.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A program: sends each address one datagram a millisecond, and opens one TCP connection to it, and writes down at its end which were
 * answered, when and by whom. One thread asks, one reads. Where the asking thread itself comes late it skips questions rather than send a burst.
 *
 * <p>Arguments: the file, and the addresses; one with {@code =} before it gets datagrams only. A line of the file is an {@link Asked}.
 */
public final class Asker {
    /** How Java words ECONNRESET; a handshake that is refused is ECONNREFUSED. */
    private static final String RESET = "Connection reset by peer";

    private static final long PERIOD_NANOS = 1_000_000;

    private final List<Target> targets;
    private final Selector selector;
    private final ConcurrentLinkedQueue<Asked> all = new ConcurrentLinkedQueue<>();

    /** An address that is asked; its channel is bound to it, so that ICMP errors don't count for others. */
    private static final class Target {
        final InetSocketAddress address;
        final boolean connects;
        final DatagramChannel channel;
        /** The reader finds a question by its number. */
        final List<Asked> questions = new ArrayList<>();

        Target(String text) throws IOException {
            connects = !text.startsWith("=");
            address = new InetSocketAddress(connects ? text : text.substring(1), Answerer.PORT);
            channel = DatagramChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20);
            channel.configureBlocking(false);
            channel.connect(address);
        }
    }

    private Asker(List<String> addresses) throws IOException {
        selector = Selector.open();
        List<Target> opened = new ArrayList<>();
        for (String address : addresses) {
            Target target = new Target(address);
            target.channel.register(selector, SelectionKey.OP_READ, target);
            opened.add(target);
        }
        targets = List.copyOf(opened);
    }

    /** Asks until SIGTERM. */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        Asker asker = new Asker(Arrays.asList(arguments).subList(1, arguments.length));
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> asker.write(file)));
        Thread.ofPlatform().name("reader").daemon().start(asker::read);
        asker.ask();
    }

    private void ask() {
        System.out.println("asking");
        long due = System.nanoTime();
        while (true) {
            long now = System.nanoTime();
            if (now < due) {
                LockSupport.parkNanos(due - now);
                continue;
            }
            due = Math.max(due + PERIOD_NANOS, now);
            for (Target target : targets) {
                askByDatagram(target);
                if (target.connects) {
                    askByConnection(target);
                }
            }
            selector.wakeup();
        }
    }

    private void askByDatagram(Target target) {
        Asked question =
                new Asked(Asked.Kind.DATAGRAM, target.address.getAddress().getHostAddress());
        ByteBuffer datagram = ByteBuffer.allocate(Integer.BYTES);
        synchronized (target.questions) {
            datagram.putInt(target.questions.size()).flip();
            target.questions.add(question);
        }
        all.add(question);
        question.sent(System.nanoTime());
        try {
            target.channel.write(datagram);
        } catch (IOException e) {
            // An ICMP error for an earlier one, or no neighbour: this one is not answered.
            question.failed(e.getMessage());
        }
    }

    private void askByConnection(Target target) {
        Asked question =
                new Asked(Asked.Kind.CONNECTION, target.address.getAddress().getHostAddress());
        all.add(question);
        question.sent(System.nanoTime());
        try {
            SocketChannel connection = SocketChannel.open();
            connection.setOption(StandardSocketOptions.SO_LINGER, 0);
            connection.configureBlocking(false);
            connection.connect(target.address);
            connection.register(selector, SelectionKey.OP_CONNECT, question);
        } catch (IOException e) {
            question.failed(e.getMessage());
        }
    }

    private void read() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(64);
        while (true) {
            try {
                selector.select();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            for (SelectionKey key : selector.selectedKeys()) {
                if (key.attachment() instanceof Target target) {
                    readDatagrams(target, buffer);
                } else {
                    goOn(key, (Asked) key.attachment(), buffer);
                }
            }
            selector.selectedKeys().clear();
        }
    }

    private static void readDatagrams(Target target, ByteBuffer buffer) {
        try {
            while (target.channel.read(buffer.clear()) > 0) {
                long now = System.nanoTime();
                int number = buffer.flip().getInt();
                synchronized (target.questions) {
                    target.questions.get(number).answered(now, (char) buffer.get());
                }
            }
        } catch (IOException e) {
            // An ICMP error says nothing that silence doesn't.
            return;
        }
    }

    /** A connection is opened when the handshake is through; then the host says who it is. */
    private static void goOn(SelectionKey key, Asked question, ByteBuffer buffer) {
        SocketChannel connection = (SocketChannel) key.channel();
        try {
            if (key.isConnectable()) {
                connection.finishConnect();
                question.answered(System.nanoTime(), '?');
                key.interestOps(SelectionKey.OP_READ);
            } else {
                if (connection.read(buffer.clear()) > 0) {
                    question.saidBy((char) buffer.get(0));
                }
                connection.close();
            }
        } catch (IOException e) {
            if (RESET.equals(e.getMessage())) {
                // The handshake was through: no host that never had it resets a connection.
                question.answered(System.nanoTime(), '?');
            } else {
                question.failed(e.getMessage());
            }
            close(connection);
        }
    }

    private static void close(SocketChannel connection) {
        try {
            connection.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Path file) {
        try {
            Files.write(file, all.stream().map(Asked::line).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
