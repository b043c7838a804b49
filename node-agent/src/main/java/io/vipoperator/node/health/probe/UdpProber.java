package io.vipoperator.node.health.probe;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.vipoperator.node.health.Finding;
import io.vipoperator.node.health.Probe;
import io.vipoperator.node.health.Prober;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.CompletionStage;

/**
 * Sends a datagram from a connected socket, to which the kernel reports ICMP errors and no stranger's answer. Without a required
 * reply silence until the timeout is success.
 */
final class UdpProber implements Prober {
    private final ProbeLoop shared;
    private final Probe.Udp udp;

    UdpProber(ProbeLoop shared, Probe.Udp udp) {
        this.shared = shared;
        this.udp = udp;
    }

    @Override
    public CompletionStage<Finding> probe(long timeoutNanos) {
        ProbeRun run = new ProbeRun(shared, "UDP " + Reasons.place(udp.host(), udp.port()), timeoutNanos);
        return run.start(() -> run.connect(
                new Bootstrap().channel(NioDatagramChannel.class).option(ChannelOption.SO_REUSEADDR, true),
                udp.host(),
                udp.port(),
                new UdpConversation(run, udp)));
    }

    private static final class UdpConversation extends Conversation<DatagramPacket> {
        private final Probe.Udp udp;

        UdpConversation(ProbeRun run, Probe.Udp udp) {
            super(DatagramPacket.class, run, null);
            this.udp = udp;
        }

        @Override
        void ready(ChannelHandlerContext connection) {
            run().stage("reply");
            if (!udp.replyRequired()) {
                run().succeedAtTimeout("no ICMP error");
            }
            if (udp.payload().isEmpty()) {
                sendEmpty(connection);
            } else {
                var unused = connection.writeAndFlush(
                        Unpooled.wrappedBuffer(HexFormat.of().parseHex(udp.payload())), connection.voidPromise());
            }
        }

        /**
         * The JDK sends nothing where there is nothing to send on a connected socket, so a twin that is bound to the same port does
         * it. Reply and ICMP error reach the connected one, which fits them better.
         */
        private void sendEmpty(ChannelHandlerContext connection) {
            try (DatagramChannel twin = DatagramChannel.open()) {
                twin.configureBlocking(false);
                twin.setOption(StandardSocketOptions.SO_REUSEADDR, true)
                        .bind(connection.channel().localAddress());
                twin.send(ByteBuffer.allocate(0), connection.channel().remoteAddress());
            } catch (IOException e) {
                run().fail(Reasons.ofConnection(e));
            }
        }

        @Override
        void heard(ChannelHandlerContext connection, DatagramPacket reply) {
            int octets = reply.content().readableBytes();
            if (udp.reply().isEmpty()) {
                run().succeed("a reply of " + octets + " octets");
                return;
            }
            String text = reply.content().toString(StandardCharsets.UTF_8);
            run().stage("pattern");
            run().compute(
                            run().shared().patterns(),
                            () -> BoundedMatch.find(udp.reply().get(), text),
                            outcome -> {
                                switch (outcome) {
                                    case FOUND ->
                                        run().succeed("found replyPattern in a reply of " + octets + " octets");
                                    case ABSENT -> run().fail("replyPattern is not found in " + Answer.quoted(text));
                                    case TOO_MUCH ->
                                        run().fail("replyPattern takes too many steps on the reply: simplify it");
                                }
                            });
        }
    }
}
