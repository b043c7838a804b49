package io.vipoperator.node.health.probe;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.Optional;

/**
 * What is said on one connection, from its first octet to its last: the end of the pipeline. Whatever goes wrong ends the probe.
 * Lives on the loop's thread.
 */
abstract class Conversation<M> extends SimpleChannelInboundHandler<M> {
    private final ProbeRun run;
    private TlsSession tls;

    /**
     * A conversation on one connection.
     *
     * @param tls that comes before the first word, null for none
     */
    Conversation(Class<M> heard, ProbeRun run, TlsSession tls) {
        super(heard);
        this.run = run;
        this.tls = tls;
    }

    final ProbeRun run() {
        return run;
    }

    /** The connection is there, and TLS too if it was asked for. */
    abstract void ready(ChannelHandlerContext connection);

    /** Something came. */
    abstract void heard(ChannelHandlerContext connection, M message);

    /** The server closed the connection. */
    void closed() {
        run.fail("connection closed by the server (" + run.stage() + ")");
    }

    /** TLS begins in the midst of the conversation; {@link #ready} is called again when it is there. */
    final void secure(ChannelHandlerContext connection, TlsSession session) {
        tls = session;
        run.stage("TLS");
        connection.pipeline().addFirst(session.handler());
    }

    @Override
    public final void channelActive(ChannelHandlerContext connection) {
        if (!run.uses(connection.channel())) {
            return;
        }
        if (tls == null) {
            ready(connection);
        } else {
            run.stage("TLS");
        }
    }

    @Override
    public final void userEventTriggered(ChannelHandlerContext connection, Object event) {
        if (!(event instanceof SslHandshakeCompletionEvent handshake) || !run.uses(connection.channel())) {
            return;
        }
        tls.notAfter().ifPresent(run::certificateEnds);
        Optional<String> failure = tls.failure(handshake);
        if (failure.isPresent()) {
            run.fail(failure.get());
        } else {
            ready(connection);
        }
    }

    @Override
    protected final void channelRead0(ChannelHandlerContext connection, M message) {
        if (run.uses(connection.channel())) {
            heard(connection, message);
        }
    }

    @Override
    public final void channelInactive(ChannelHandlerContext connection) {
        if (run.uses(connection.channel())) {
            closed();
        }
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext connection, Throwable cause) {
        if (run.uses(connection.channel())) {
            // What a decoder throws wraps what TLS says.
            Throwable said = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
            run.fail(Reasons.ofConnection(said) + " (" + run.stage() + ")");
        }
    }
}
