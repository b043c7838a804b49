package io.vipoperator.node.health.probe;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.vipoperator.node.health.Finding;
import io.vipoperator.node.health.Probe;
import io.vipoperator.node.health.Prober;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;

/**
 * Makes a request over HTTP/1.1 or HTTPS on a connection of its own, and judges the response. With redirects followed the last
 * response counts.
 */
final class HttpProber implements Prober {
    private static final int MOST_REDIRECTS = 5;
    private static final int LONGEST_STATUS_LINE = 4_096;
    private static final int LONGEST_HEADERS = 16_384;
    private static final int CHUNK = 8_192;

    private final ProbeLoop shared;
    private final Probe.Http http;
    private final InstantSource clock;
    private final Optional<TlsClient> tls;

    HttpProber(ProbeLoop shared, Probe.Http http, InstantSource clock) {
        this.shared = shared;
        this.http = http;
        this.clock = clock;
        this.tls = http.tls().map(settings -> new TlsClient(settings, clock));
    }

    @Override
    public CompletionStage<Finding> probe(long timeoutNanos) {
        HttpRequestLine first = HttpRequestLine.of(http);
        ProbeRun run = new ProbeRun(shared, first.toString(), timeoutNanos);
        return run.start(() -> request(run, first, 0));
    }

    private void request(ProbeRun run, HttpRequestLine line, int redirects) {
        if (!line.secure()) {
            connect(run, line, redirects, null);
        } else if (tls.isPresent() && line.sameServer(HttpRequestLine.of(http))) {
            prepare(tls.get(), http.tls().orElseThrow().serverName(), run, line, redirects);
        } else {
            prepare(new TlsClient(elsewhere(), clock), line.host(), run, line, redirects);
        }
    }

    private void prepare(TlsClient client, String serverName, ProbeRun run, HttpRequestLine line, int redirects) {
        client.prepare(run, serverName, line.port(), session -> connect(run, line, redirects, session));
    }

    /** A redirect may lead to another server: that one doesn't see the client's certificate, and is verified even if the first spoke HTTP. */
    private Probe.TlsSettings elsewhere() {
        return new Probe.TlsSettings(
                "",
                http.tls().map(Probe.TlsSettings::verify).orElse(true),
                http.tls().flatMap(Probe.TlsSettings::authorities),
                Optional.empty(),
                Optional.empty(),
                http.tls().map(Probe.TlsSettings::minimumCertificateDays).orElse(OptionalInt.empty()),
                Optional.empty());
    }

    private void connect(ProbeRun run, HttpRequestLine line, int redirects, TlsSession session) {
        HttpConversation conversation =
                new HttpConversation(run, http, line, session, location -> redirected(run, line, redirects, location));
        run.connect(
                new Bootstrap().channel(NioSocketChannel.class),
                line.host(),
                line.port(),
                new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (session != null) {
                            channel.pipeline().addLast(session.handler());
                        }
                        channel.pipeline()
                                .addLast(new HttpClientCodec(LONGEST_STATUS_LINE, LONGEST_HEADERS, CHUNK))
                                .addLast(conversation);
                    }
                });
    }

    private void redirected(ProbeRun run, HttpRequestLine from, int redirects, HttpConversation.Redirect redirect) {
        run.disconnect();
        if (redirects == MOST_REDIRECTS) {
            run.fail("more than " + MOST_REDIRECTS + " redirects");
            return;
        }
        Optional<HttpRequestLine> next = from.redirected(redirect.status(), redirect.location());
        if (next.isEmpty()) {
            run.fail(redirect.status() + " with a location that is no URL of HTTP: "
                    + Reasons.printable(redirect.location()));
            return;
        }
        run.subject(HttpRequestLine.of(http) + " -> " + next.get().url());
        request(run, next.get(), redirects + 1);
    }
}
