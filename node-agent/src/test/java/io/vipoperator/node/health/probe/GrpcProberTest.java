package io.vipoperator.node.health.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Server;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.stub.StreamObserver;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.vipoperator.node.health.Finding;
import io.vipoperator.node.health.Probe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against gRPC's own server and health service, and against what is none. */
class GrpcProberTest {
    private static final ProbeLoop LOOP = new ProbeLoop(DnsServerAddressStreamProviders.platformDefault());
    private static Server server;

    /** Never answers for that service; hands the rest on. */
    private static final class Hanging extends HealthGrpc.HealthImplBase {
        @Override
        public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> answer) {
            assertThat(request.getService()).isEqualTo("hangs");
        }
    }

    @BeforeAll
    static void startServer() throws IOException {
        var health = new HealthStatusManager();
        health.setStatus("shop.Orders", ServingStatus.SERVING);
        health.setStatus("shop.Stock", ServingStatus.NOT_SERVING);
        server = start(NettyServerBuilder.forAddress(anyPort()).addService(health.getHealthService()));
    }

    @AfterAll
    static void stop() {
        server.shutdownNow();
        LOOP.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''          | true  | : SERVING
            shop.Orders | true  | ' shop.Orders: SERVING'
            shop.Stock  | false | ' shop.Stock: NOT_SERVING'
            shop.Gone   | false | ' shop.Gone: NOT_FOUND (the server does not know the service): unknown service'
            """)
    void theServersOwnWordCounts(String service, boolean success, String said) {
        Finding found = Findings.of(prober(server.getPort(), service));

        assertThat(found.message()).startsWith("gRPC 127.0.0.1:" + server.getPort() + said);
        assertThat(found.success()).isEqualTo(success);
    }

    @Test
    void aServerWithoutTheHealthServiceSaysSo() throws IOException {
        Server bare = start(NettyServerBuilder.forAddress(anyPort()));
        try {
            assertThat(Findings.of(prober(bare.getPort(), "")).message())
                    .startsWith(
                            "gRPC 127.0.0.1:" + bare.getPort() + ": UNIMPLEMENTED (the server has no health service)");
        } finally {
            bare.shutdownNow();
        }
    }

    @Test
    void aServiceThatHangsIsGivenUpWhenTheTimeIsOver() throws IOException {
        Server hanging = start(NettyServerBuilder.forAddress(anyPort()).addService(new Hanging()));
        try {
            Finding found = Findings.of(prober(hanging.getPort(), "hangs"), 300);

            assertThat(found.success()).isFalse();
            assertThat(found.message()).startsWith("gRPC 127.0.0.1:" + hanging.getPort() + " hangs: ");
        } finally {
            hanging.shutdownNow();
        }
    }

    @Test
    void nobodyThereIsAFailureAtOnce() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        assertThat(Findings.of(prober(port, "")).message()).contains("onnection refused");
    }

    @Test
    void aServerThatSpeaksSomethingElseIsAFailure() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var answerer = new Thread(() -> speakHttp1(other));
            answerer.setDaemon(true);
            answerer.start();

            Finding found = Findings.of(prober(other.getLocalPort(), ""), 2_000);

            assertThat(found.success()).as(found.message()).isFalse();
            assertThat(found.message()).hasSizeLessThan(400);
            answerer.join(10_000);
        }
    }

    private static void speakHttp1(ServerSocket listener) {
        try (Socket connection = listener.accept()) {
            connection
                    .getOutputStream()
                    .write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            while (connection.getInputStream().read() >= 0) {
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            // It hung up.
            return;
        }
    }

    private static GrpcProber prober(int port, String service) {
        return new GrpcProber(
                LOOP, new Probe.Grpc("127.0.0.1", port, service, Optional.empty()), InstantSource.system());
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static Server start(NettyServerBuilder builder) throws IOException {
        return builder.build().start();
    }
}
