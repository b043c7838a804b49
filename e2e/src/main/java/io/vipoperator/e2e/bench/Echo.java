package io.vipoperator.e2e.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** Answers every probe that reaches its host, on whatever address, and signs the answer with the host's number. */
public final class Echo {
    static final int PORT = 7007;

    /** Position of the signature in a probe. */
    static final int SIGNATURE_OFFSET = 8;

    static final int PROBE_BYTES = 9;

    private Echo() {}

    /**
     * Runs until it is killed.
     *
     * @param arguments the host's number
     */
    public static void main(String[] arguments) throws IOException {
        byte number = Byte.parseByte(arguments[0]);
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20);
            channel.bind(new InetSocketAddress(PORT));
            ByteBuffer probe = ByteBuffer.allocateDirect(PROBE_BYTES);
            while (true) {
                probe.clear();
                SocketAddress client = channel.receive(probe);
                probe.put(SIGNATURE_OFFSET, number).flip();
                answer(channel, probe, client);
            }
        }
    }

    private static void answer(DatagramChannel channel, ByteBuffer probe, SocketAddress client) {
        try {
            channel.send(probe, client);
        } catch (IOException e) {
            // The host's link is cut: that is what is measured, the client sees it as a lost probe.
            return;
        }
    }
}
