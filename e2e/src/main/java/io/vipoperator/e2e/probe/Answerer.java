package io.vipoperator.e2e.probe;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * A program: answers the {@link Asker} on these addresses, with the host's letter. Where the addresses aren't there yet it needs
 * {@code ip_nonlocal_bind}; each has a socket of its own, so that an answer leaves from the address that was asked.
 *
 * <p>Arguments: the letter, and the addresses.
 */
public final class Answerer {
    static final int PORT = 7008;

    private Answerer() {}

    /** Answers until it is killed. */
    public static void main(String[] arguments) throws IOException {
        byte letter = (byte) arguments[0].charAt(0);
        try (Selector selector = Selector.open()) {
            for (int i = 1; i < arguments.length; i++) {
                InetSocketAddress address = new InetSocketAddress(arguments[i], PORT);
                DatagramChannel datagrams = DatagramChannel.open();
                datagrams.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20);
                datagrams.bind(address).configureBlocking(false).register(selector, SelectionKey.OP_READ);
                ServerSocketChannel connections = ServerSocketChannel.open();
                connections.bind(address, 4096).configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
            }
            System.out.println("listening");
            ByteBuffer buffer = ByteBuffer.allocateDirect(64);
            while (true) {
                selector.select();
                for (SelectionKey key : selector.selectedKeys()) {
                    if (key.channel() instanceof DatagramChannel datagrams) {
                        answer(datagrams, buffer, letter);
                    } else {
                        accept((ServerSocketChannel) key.channel(), buffer, letter);
                    }
                }
                selector.selectedKeys().clear();
            }
        }
    }

    private static void answer(DatagramChannel datagrams, ByteBuffer buffer, byte letter) throws IOException {
        for (SocketAddress client = datagrams.receive(buffer.clear());
                client != null;
                client = datagrams.receive(buffer.clear())) {
            try {
                datagrams.send(buffer.put(letter).flip(), client);
            } catch (IOException e) {
                // The address has left this host meanwhile: the client counts it as lost.
                System.out.println(System.nanoTime() + " not answered: " + e.getMessage());
            }
        }
    }

    private static void accept(ServerSocketChannel connections, ByteBuffer buffer, byte letter) throws IOException {
        for (SocketChannel connection = connections.accept(); connection != null; connection = connections.accept()) {
            try (SocketChannel open = connection) {
                open.write(buffer.clear().put(letter).flip());
            } catch (IOException e) {
                // The client has what it wanted, or the address has left.
                System.out.println(System.nanoTime() + " not greeted: " + e.getMessage());
            }
        }
    }
}
