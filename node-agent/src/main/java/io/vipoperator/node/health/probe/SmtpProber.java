package io.vipoperator.node.health.probe;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.vipoperator.node.health.Finding;
import io.vipoperator.node.health.Probe;
import io.vipoperator.node.health.Prober;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Greets a mail server, through STARTTLS if asked to, and takes its leave. */
final class SmtpProber implements Prober {
    /** More than the 512 octets of RFC 5321 section 4.5.3.1.5, which not everybody keeps. */
    private static final int LONGEST_LINE = 2_048;

    private final ProbeLoop shared;
    private final Probe.Smtp smtp;
    private final Optional<TlsClient> tls;

    SmtpProber(ProbeLoop shared, Probe.Smtp smtp, InstantSource clock) {
        this.shared = shared;
        this.smtp = smtp;
        this.tls = smtp.startTls().map(settings -> new TlsClient(settings, clock));
    }

    @Override
    public CompletionStage<Finding> probe(long timeoutNanos) {
        ProbeRun run = new ProbeRun(shared, "SMTP " + Reasons.place(smtp.host(), smtp.port()), timeoutNanos);
        SmtpConversation conversation = new SmtpConversation(run, smtp, tls);
        return run.start(() -> run.connect(
                new Bootstrap().channel(NioSocketChannel.class),
                smtp.host(),
                smtp.port(),
                new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new LineBasedFrameDecoder(LONGEST_LINE, true, true))
                                .addLast(conversation);
                    }
                }));
    }

    private static final class SmtpConversation extends Conversation<ByteBuf> {
        private final Probe.Smtp smtp;
        private final Optional<TlsClient> tls;
        private SmtpDialogue dialogue;
        private boolean connected;
        private boolean securing;

        SmtpConversation(ProbeRun run, Probe.Smtp smtp, Optional<TlsClient> tls) {
            super(ByteBuf.class, run, null);
            this.smtp = smtp;
            this.tls = tls;
            this.dialogue = SmtpDialogue.begin(smtp.extended(), OwnName.orOwn(smtp.clientName()), tls.isPresent());
        }

        @Override
        void ready(ChannelHandlerContext connection) {
            if (connected) {
                securing = false;
                carryOut(connection, dialogue.greet());
            } else {
                connected = true;
                run().stage(dialogue.said().stage());
            }
        }

        @Override
        void heard(ChannelHandlerContext connection, ByteBuf line) {
            if (securing) {
                // RFC 3207 section 4.2: what came in the clear behind the reply could be anybody's.
                run().fail("STARTTLS: the server goes on in the clear");
                return;
            }
            carryOut(connection, dialogue.hear(line.toString(StandardCharsets.UTF_8)));
        }

        private void carryOut(ChannelHandlerContext connection, SmtpDialogue.Turn turn) {
            dialogue = turn.next();
            run().stage(dialogue.said().stage());
            switch (turn.action()) {
                case SmtpDialogue.Action.Listen listen -> {}
                case SmtpDialogue.Action.Say say -> say(connection, say.line());
                case SmtpDialogue.Action.Secure secure -> {
                    securing = true;
                    TlsClient client = tls.orElseThrow();
                    client.prepare(
                            run(),
                            smtp.startTls().orElseThrow().serverName(),
                            smtp.port(),
                            session -> secure(connection, session));
                }
                case SmtpDialogue.Action.Succeed succeed -> {
                    say(connection, "QUIT");
                    run().succeed(succeed.message());
                }
                case SmtpDialogue.Action.Fail fail -> run().fail(fail.message());
            }
        }

        private static void say(ChannelHandlerContext connection, String line) {
            var unused = connection.writeAndFlush(
                    Unpooled.copiedBuffer(line + "\r\n", StandardCharsets.UTF_8), connection.voidPromise());
        }
    }
}
