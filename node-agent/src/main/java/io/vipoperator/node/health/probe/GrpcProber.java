package io.vipoperator.node.health.probe;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.vipoperator.node.health.Finding;
import io.vipoperator.node.health.Probe;
import io.vipoperator.node.health.Prober;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** Calls grpc.health.v1.Health/Check over HTTP/2 on a connection of its own; SERVING is success. */
final class GrpcProber implements Prober {
    private static final String HTTP_2 = "h2";
    private static final int LONGEST_HEADERS = 8_192;

    private final ProbeLoop shared;
    private final Probe.Grpc grpc;
    private final Optional<TlsClient> tls;

    GrpcProber(ProbeLoop shared, Probe.Grpc grpc, InstantSource clock) {
        this.shared = shared;
        this.grpc = grpc;
        this.tls = grpc.tls().map(settings -> new TlsClient(settings, clock));
    }

    @Override
    public CompletionStage<Finding> probe(long timeoutNanos) {
        String subject = "gRPC " + Reasons.place(grpc.host(), grpc.port())
                + (grpc.service().isEmpty() ? "" : " " + Reasons.printable(grpc.service()));
        ProbeRun run = new ProbeRun(shared, subject, timeoutNanos);
        return run.start(() -> {
            if (tls.isPresent()) {
                tls.get()
                        .prepare(
                                run,
                                grpc.tls().orElseThrow().serverName(),
                                grpc.port(),
                                session -> connect(run, timeoutNanos, session));
            } else {
                connect(run, timeoutNanos, null);
            }
        });
    }

    private void connect(ProbeRun run, long timeoutNanos, TlsSession session) {
        run.connect(
                new Bootstrap().channel(NioSocketChannel.class),
                grpc.host(),
                grpc.port(),
                new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (session != null) {
                            agreeOnHttp2(session.handler().engine());
                            channel.pipeline().addLast(session.handler());
                        }
                        Http2FrameCodec codec = Http2FrameCodecBuilder.forClient()
                                .initialSettings(Http2Settings.defaultSettings().maxHeaderListSize(LONGEST_HEADERS))
                                .gracefulShutdownTimeoutMillis(0)
                                .build();
                        channel.pipeline()
                                .addLast(codec)
                                .addLast(new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()))
                                .addLast(new GrpcConversation(run, grpc, session, timeoutNanos));
                    }
                });
    }

    /** RFC 9113 section 3.2. */
    private static void agreeOnHttp2(SSLEngine engine) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {HTTP_2});
        engine.setSSLParameters(parameters);
    }
}
