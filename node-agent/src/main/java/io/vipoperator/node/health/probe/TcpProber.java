package io.vipoperator.node.health.probe;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.vipoperator.node.health.Finding;
import io.vipoperator.node.health.Probe;
import io.vipoperator.node.health.Prober;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Connects; then, if asked to, says something and looks for a pattern in what comes back. */
final class TcpProber implements Prober {
    private final ProbeLoop shared;
    private final Probe.Tcp tcp;

    TcpProber(ProbeLoop shared, Probe.Tcp tcp) {
        this.shared = shared;
        this.tcp = tcp;
    }

    @Override
    public CompletionStage<Finding> probe(long timeoutNanos) {
        ProbeRun run = new ProbeRun(shared, "TCP " + Reasons.place(tcp.host(), tcp.port()), timeoutNanos);
        return run.start(() -> run.connect(
                new Bootstrap().channel(NioSocketChannel.class),
                tcp.host(),
                tcp.port(),
                new TcpConversation(run, tcp)));
    }

    private static final class TcpConversation extends Conversation<ByteBuf> {
        private final Optional<String> send;
        private final Optional<Answer> answer;

        TcpConversation(ProbeRun run, Probe.Tcp tcp) {
            super(ByteBuf.class, run, null);
            this.send = tcp.send();
            this.answer = tcp.expect().map(pattern -> new Answer(run, pattern, "expectPattern"));
        }

        @Override
        void ready(ChannelHandlerContext connection) {
            run().stage("answer");
            if (send.isPresent()) {
                connection
                        .writeAndFlush(Unpooled.copiedBuffer(send.get(), StandardCharsets.UTF_8))
                        .addListener(sent -> {
                            if (answer.isEmpty() && sent.isSuccess()) {
                                run().succeed("connected, and sent");
                            }
                        });
            } else if (answer.isEmpty()) {
                run().succeed("connected");
            }
        }

        @Override
        void heard(ChannelHandlerContext connection, ByteBuf message) {
            answer.ifPresent(wanted -> wanted.add(connection.channel(), message));
        }

        @Override
        void closed() {
            if (answer.isPresent()) {
                answer.get().ends();
            } else {
                super.closed();
            }
        }
    }
}
