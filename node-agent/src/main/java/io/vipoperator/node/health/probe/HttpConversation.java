package io.vipoperator.node.health.probe;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.vipoperator.node.health.Probe;
import java.util.Set;
import java.util.function.Consumer;

/** One request and its response. The status is judged first; a body that must be right is read to its end. */
final class HttpConversation extends Conversation<HttpObject> {
    /** RFC 9110 section 15.4: those that name another place for the same thing. */
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int FIRST_FINAL_STATUS = 200;

    private final Probe.Http http;
    private final HttpRequestLine line;
    private final Consumer<Redirect> redirected;
    private final HttpBody body;
    private int status;

    /** A response that names another place. */
    record Redirect(int status, String location) {}

    HttpConversation(
            ProbeRun run, Probe.Http http, HttpRequestLine line, TlsSession tls, Consumer<Redirect> redirected) {
        super(HttpObject.class, run, tls);
        this.http = http;
        this.line = line;
        this.redirected = redirected;
        this.body = new HttpBody(run, http.bodyPattern(), http.bodyDigest());
    }

    @Override
    void ready(ChannelHandlerContext connection) {
        FullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.valueOf(line.method()), line.path(), Unpooled.EMPTY_BUFFER);
        request.headers()
                .set(HttpHeaderNames.HOST, line.hostHeader())
                .set(HttpHeaderNames.USER_AGENT, "vip-operator")
                .set(HttpHeaderNames.ACCEPT, "*/*");
        if (line.sameServer(HttpRequestLine.of(http))) {
            // They may hold what is nobody else's business.
            http.headers().forEach((name, value) -> request.headers().set(name, value));
        }
        request.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (line.method().equals("POST")) {
            request.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
        }
        run().stage("first byte");
        var unused = connection.writeAndFlush(request, connection.voidPromise());
    }

    @Override
    void heard(ChannelHandlerContext connection, HttpObject message) {
        if (message.decoderResult().isFailure()) {
            run().fail("the answer is not HTTP: "
                    + Reasons.printable(
                            String.valueOf(message.decoderResult().cause().getMessage()))
                    + " (" + run().stage() + ")");
            return;
        }
        if (message instanceof HttpResponse response) {
            begins(connection, response);
        }
        if (message instanceof HttpContent content && status >= FIRST_FINAL_STATUS && !run().over()) {
            ByteBuf octets = content.content();
            body.add(connection.channel(), status, octets);
            if (message instanceof LastHttpContent && !run().over()) {
                body.ends(status);
            }
        }
    }

    private void begins(ChannelHandlerContext connection, HttpResponse response) {
        int now = response.status().code();
        if (now < FIRST_FINAL_STATUS && now != SWITCHING_PROTOCOLS) {
            // RFC 9110 section 15.2: the final response is still to come.
            return;
        }
        status = now;
        run().stage("body");
        String location = response.headers().get(HttpHeaderNames.LOCATION);
        if (http.followRedirects() && REDIRECTS.contains(now) && location != null) {
            redirected.accept(new Redirect(now, location));
        } else if (http.expectedStatuses().stream().noneMatch(range -> now >= range.from() && now <= range.to())) {
            run().fail(Integer.toString(now));
        } else if (now == SWITCHING_PROTOCOLS) {
            // What follows is no longer HTTP.
            run().succeed(Integer.toString(now));
        } else {
            body.begins(connection.channel());
        }
    }

    @Override
    void closed() {
        run().fail((status == 0 ? "" : status + ", but ") + "connection closed by the server (" + run().stage() + ")");
    }
}
