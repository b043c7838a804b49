package io.vipoperator.node.health.probe;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Frame;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrame;
import io.netty.util.concurrent.Future;
import io.vipoperator.node.health.Probe;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One unary call, as gRPC puts it onto HTTP/2 (grpc/doc/PROTOCOL-HTTP2.md): a request, its message, then response headers, a message
 * and trailers, or trailers alone. Lives on the loop's thread.
 */
final class GrpcConversation extends Conversation<Http2Frame> {
    private static final int LONGEST_ANSWER = 4_096;
    /** Compressed or not, and the message's length. */
    private static final int PREFIX_BYTES = 5;

    private static final int OK = 0;
    private static final int NOT_FOUND = 5;
    private static final int UNIMPLEMENTED = 12;
    private static final List<String> STATUSES = List.of(
            "OK",
            "CANCELLED",
            "UNKNOWN",
            "INVALID_ARGUMENT",
            "DEADLINE_EXCEEDED",
            "NOT_FOUND",
            "ALREADY_EXISTS",
            "PERMISSION_DENIED",
            "RESOURCE_EXHAUSTED",
            "FAILED_PRECONDITION",
            "ABORTED",
            "OUT_OF_RANGE",
            "UNIMPLEMENTED",
            "INTERNAL",
            "UNAVAILABLE",
            "DATA_LOSS",
            "UNAUTHENTICATED");

    private final Probe.Grpc grpc;
    private final TlsSession session;
    private final long timeoutNanos;
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
    private boolean answered;

    GrpcConversation(ProbeRun run, Probe.Grpc grpc, TlsSession session, long timeoutNanos) {
        super(Http2Frame.class, run, session);
        this.grpc = grpc;
        this.session = session;
        this.timeoutNanos = timeoutNanos;
    }

    /** The stream of the call. */
    private final class Call extends SimpleChannelInboundHandler<Http2StreamFrame> {
        Call() {
            super(Http2StreamFrame.class);
        }

        @Override
        protected void channelRead0(ChannelHandlerContext stream, Http2StreamFrame frame) {
            if (run().over()) {
                return;
            }
            if (frame instanceof Http2HeadersFrame headers) {
                headers(headers);
            } else if (frame instanceof Http2DataFrame data) {
                data(data);
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext stream, Object event) {
            if (event instanceof Http2ResetFrame reset && !run().over()) {
                run().fail("the server reset the call: " + name(reset.errorCode()));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext stream, Throwable cause) {
            if (!run().over()) {
                run().fail(Reasons.ofConnection(cause) + " (" + run().stage() + ")");
            }
        }
    }

    @Override
    void ready(ChannelHandlerContext connection) {
        if (session != null && !"h2".equals(session.handler().engine().getApplicationProtocol())) {
            run().fail("the server does not offer HTTP/2 over TLS (ALPN h2)");
            return;
        }
        run().stage("answer");
        byte[] message = HealthCheckRequest.newBuilder()
                .setService(grpc.service())
                .build()
                .toByteArray();
        ByteBuf framed = Unpooled.buffer(PREFIX_BYTES + message.length)
                .writeByte(0)
                .writeInt(message.length)
                .writeBytes(message);
        new Http2StreamChannelBootstrap(connection.channel())
                .handler(new Call())
                .open()
                .addListener((Future<Http2StreamChannel> opened) -> {
                    if (opened.isSuccess()) {
                        Channel stream = opened.getNow();
                        stream.write(new DefaultHttp2HeadersFrame(headers(), false))
                                .addListener(this::sent);
                        stream.writeAndFlush(new DefaultHttp2DataFrame(framed, true))
                                .addListener(this::sent);
                    } else {
                        framed.release();
                        sent(opened);
                    }
                });
    }

    private Http2Headers headers() {
        String host = grpc.tls().map(Probe.TlsSettings::serverName).orElse(grpc.host());
        return new DefaultHttp2Headers()
                .method("POST")
                .scheme(session == null ? "http" : "https")
                .authority(Reasons.place(host, grpc.port()))
                .path("/grpc.health.v1.Health/Check")
                .add("te", "trailers")
                .add("content-type", "application/grpc")
                .add("user-agent", "vip-agent")
                .add("grpc-timeout", Math.max(1, TimeUnit.NANOSECONDS.toMillis(timeoutNanos)) + "m");
    }

    private void sent(Future<?> write) {
        if (!write.isSuccess() && !run().over()) {
            run().fail(Reasons.ofConnection(write.cause()));
        }
    }

    @Override
    void heard(ChannelHandlerContext connection, Http2Frame frame) {
        if (frame instanceof Http2GoAwayFrame away && away.errorCode() != Http2Error.NO_ERROR.code()) {
            run().fail("the server ended the connection: " + name(away.errorCode()));
        }
    }

    private static String name(long errorCode) {
        Http2Error error = Http2Error.valueOf(errorCode);
        return error == null ? "error " + errorCode : error.name();
    }

    private void headers(Http2HeadersFrame frame) {
        Http2Headers headers = frame.headers();
        if (!answered) {
            answered = true;
            CharSequence status = headers.status();
            if (status == null || !"200".contentEquals(status)) {
                run().fail("HTTP status " + (status == null ? "missing" : Reasons.printable(status)));
                return;
            }
            CharSequence type = headers.get("content-type");
            if (type == null || !type.toString().startsWith("application/grpc")) {
                run().fail("not gRPC: content type " + (type == null ? "missing" : Reasons.printable(type)));
                return;
            }
        }
        if (frame.isEndStream()) {
            ended(headers);
        }
    }

    private void data(Http2DataFrame frame) {
        if (answer.size() + frame.content().readableBytes() > LONGEST_ANSWER) {
            run().fail("the answer is longer than " + LONGEST_ANSWER + " octets");
            return;
        }
        byte[] octets = new byte[frame.content().readableBytes()];
        frame.content().readBytes(octets);
        answer.writeBytes(octets);
        if (frame.isEndStream()) {
            run().fail("the answer ends without a status of gRPC");
        }
    }

    private void ended(Http2Headers trailers) {
        CharSequence status = trailers.get("grpc-status");
        int code = status != null && status.toString().matches("[0-9]{1,2}") ? Integer.parseInt(status.toString()) : -1;
        if (code < 0) {
            run().fail("the answer ends without a status of gRPC");
        } else if (code != OK) {
            CharSequence said = trailers.get("grpc-message");
            run().fail((code < STATUSES.size() ? STATUSES.get(code) : "status " + code)
                    + meaning(code)
                    + (said == null || said.length() == 0 ? "" : ": " + Reasons.printable(said)));
        } else {
            judge();
        }
    }

    private static String meaning(int code) {
        return switch (code) {
            case NOT_FOUND -> " (the server does not know the service)";
            case UNIMPLEMENTED -> " (the server has no health service)";
            default -> "";
        };
    }

    private void judge() {
        byte[] octets = answer.toByteArray();
        ByteBuf framed = Unpooled.wrappedBuffer(octets);
        if (octets.length < PREFIX_BYTES
                || framed.readByte() != 0
                || framed.readInt() != octets.length - PREFIX_BYTES) {
            run().fail("the answer is not one message as it was asked for");
            return;
        }
        try {
            ServingStatus status = HealthCheckResponse.parser()
                    .parseFrom(octets, PREFIX_BYTES, octets.length - PREFIX_BYTES)
                    .getStatus();
            if (status == ServingStatus.SERVING) {
                run().succeed(status.name());
            } else {
                run().fail(status.name());
            }
        } catch (InvalidProtocolBufferException e) {
            run().fail("the answer is no HealthCheckResponse");
        }
    }
}
