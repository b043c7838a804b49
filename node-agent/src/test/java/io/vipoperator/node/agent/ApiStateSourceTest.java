package io.vipoperator.node.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.vipoperator.api.v1alpha1.VirtualIPNodeStateStatus;
import io.vipoperator.node.loop.DesiredState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real client against a server that may answer anything. */
class ApiStateSourceTest {
    private static final String PATH = "/apis/vip-operator.io/v1alpha1/virtualipnodestates";

    @TempDir
    private Path directory;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger requests = new AtomicInteger();
    private final List<String> patches = new CopyOnWriteArrayList<>();
    private final List<DesiredState> applied = new CopyOnWriteArrayList<>();
    private final AgentConditions conditions = new AgentConditions(Clock.systemUTC());
    private final RunningState running =
            new RunningState(applied::add, new RunningChecks(checks -> {}, Set.of()), conditions);
    private volatile Answer answer = new Answer(404, "{}");
    private HttpServer server;
    private KubernetesNodeStateApi api;
    private StateCache cache;
    private ApiStateSource source;

    private record Answer(int code, String body) {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .build();
        api = KubernetesNodeStateApi.of(config, "node-1");
        cache = new StateCache(directory, "node-1", Optional.empty(), AtomicFile.onDisk(), conditions);
        StatusReporter reporter = new StatusReporter(
                report -> {},
                report -> new VirtualIPNodeStateStatus(null, null, null, null, null, null, null),
                status -> {},
                System::nanoTime,
                new SplittableRandom(1));
        source = new ApiStateSource(
                api, "node-1", running, cache, reporter, Duration.ofMillis(300), new SplittableRandom(1));
    }

    @AfterEach
    void stop() {
        end.countDown();
        source.stop();
        api.close();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void theObjectIsAppliedWithItsGenerationAndItsRequestForAReport() {
        answer = object(7, 51);
        source.start();

        await().atMost(Duration.ofSeconds(5)).until(() -> !applied.isEmpty());
        assertThat(applied.get(0).generation()).isEqualTo(7);
        assertThat(applied.get(0).reportRequest()).isEqualTo(17);
        assertThat(applied.get(0).routers()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    404 | {"kind": "Status", "code": 404, "reason": "NotFound"}
                    500 | {"kind": "Status", "code": 500}
                    403 | {"kind": "Status", "code": 403}
                    200 | hello
                    200 | {}
                    200 | []
                    200 | {"apiVersion": "vip-operator.io/v1alpha1", "kind": "VirtualIPNodeState", "metadata": {"name": "node-2", "uid": "u"}, "spec": {"routers": []}}
                    200 | {"apiVersion": "vip-operator.io/v1alpha1", "kind": "VirtualIPNodeState", "metadata": {"name": "node-1", "uid": "u"}}
                    200 | {"apiVersion": "vip-operator.io/v1alpha1", "kind": "VirtualIPNodeState", "metadata": {"name": "node-1", "uid": "u"}, "spec": 5}
                    0   | hangs up
                    """)
    void anAnswerWithoutMeaningChangesNothingAndTheServerIsAskedAgain(int code, String body) {
        answer = object(7, 51);
        source.start();
        await().atMost(Duration.ofSeconds(5)).until(() -> applied.size() == 1);

        answer = new Answer(code, body);
        int before = requests.get();
        await().atMost(Duration.ofSeconds(10)).until(() -> requests.get() > before + 1);
        assertThat(applied).hasSize(1);

        answer = object(8, 52);
        await().atMost(Duration.ofSeconds(10)).until(() -> applied.size() == 2);
        assertThat(applied.get(1).generation()).isEqualTo(8);
    }

    @Test
    void aSpecThatCannotBeRunIsRefusedWhatRunsStaysAndTheRequestIsEchoed() {
        answer = object(7, 51);
        source.start();
        await().atMost(Duration.ofSeconds(5)).until(() -> applied.size() == 1);

        answer = new Answer(200, object(8, 0).body().replace("\"reportRequest\": 17", "\"reportRequest\": 18"));
        await().atMost(Duration.ofSeconds(10)).until(() -> applied.size() == 2);

        assertThat(applied.get(1))
                .isEqualTo(new DesiredState(7, 18, applied.get(0).routers()));
        assertThat(conditions.current().get(0).getMessage())
                .isEqualTo("spec.routers[0].virtualRouterID: 0 must be 1 to 255");
    }

    @Test
    void theCacheIsUsedWhenTheServerSaysNothingInTime() {
        answer = object(7, 51);
        source.start();
        await().atMost(Duration.ofSeconds(5)).until(() -> applied.size() == 1);
        cache.writeNow();
        source.stop();

        List<DesiredState> afterRestart = new CopyOnWriteArrayList<>();
        answer = new Answer(-1, "hangs");
        ApiStateSource restarted = restarted(afterRestart::add);
        restarted.start();

        await().atMost(Duration.ofSeconds(3)).until(() -> afterRestart.size() == 1);
        restarted.stop();
        assertThat(afterRestart).isEqualTo(applied);
    }

    @Test
    void aSpecThatCannotBeRunAfterARestartLeavesItToTheCache() {
        answer = object(7, 51);
        source.start();
        await().atMost(Duration.ofSeconds(5)).until(() -> applied.size() == 1);
        cache.writeNow();
        source.stop();

        List<DesiredState> afterRestart = new CopyOnWriteArrayList<>();
        answer = new Answer(200, object(8, 0).body().replace("\"reportRequest\": 17", "\"reportRequest\": 18"));
        ApiStateSource restarted = restarted(afterRestart::add);
        restarted.start();

        await().atMost(Duration.ofSeconds(5)).until(() -> afterRestart.size() == 2);
        restarted.stop();
        assertThat(afterRestart.get(0)).isEqualTo(new DesiredState(-1, 18, List.of()));
        assertThat(afterRestart.get(1))
                .isEqualTo(new DesiredState(7, 18, applied.get(0).routers()));
    }

    @Test
    void aMistakeInTheAgentDoesNotMakeItDeaf() {
        List<Long> seen = new CopyOnWriteArrayList<>();
        answer = object(7, 51);
        ApiStateSource mistaken = restarted(state -> {
            seen.add(state.generation());
            if (state.generation() == 7) {
                throw new IllegalStateException("planted");
            }
        });
        mistaken.start();
        await().atMost(Duration.ofSeconds(5)).until(() -> seen.contains(7L));

        answer = object(8, 51);
        await().atMost(Duration.ofSeconds(10)).until(() -> seen.contains(8L));
        mistaken.stop();
        assertThat(seen).containsExactly(7L, 8L);
    }

    private ApiStateSource restarted(Consumer<DesiredState> loop) {
        return new ApiStateSource(
                api,
                "node-1",
                new RunningState(loop, new RunningChecks(checks -> {}, Set.of()), conditions),
                cache,
                new StatusReporter(
                        report -> {}, report -> null, status -> {}, System::nanoTime, new SplittableRandom(1)),
                Duration.ofMillis(300),
                new SplittableRandom(1));
    }

    @Test
    void theStatusIsAppliedOnTheServerSideInTheAgentsName() throws ApiUnavailableException {
        answer = object(7, 51);
        api.writeStatus(new VirtualIPNodeStateStatus(7L, 17L, null, List.of(), List.of(), List.of(), List.of()));

        assertThat(patches).hasSize(1);
        assertThat(patches.get(0))
                .startsWith("PATCH " + PATH + "/node-1/status?")
                .contains("fieldManager=vip-agent", "force=true", "application/apply-patch+yaml")
                .contains("\"observedGeneration\":7,\"reportRequest\":17")
                .doesNotContain("\"spec\"");
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (exchange.getRequestMethod().equals("PATCH")) {
            patches.add("PATCH " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type") + " " + body);
        }
        Answer now = answer;
        boolean watch = ("" + exchange.getRequestURI().getQuery()).contains("watch=true");
        if (now.code() == -1) {
            awaitEnd();
        }
        if (now.code() > 0) {
            byte[] bytes = (watch ? "no watch here" : now.body()).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(watch ? 500 : now.code(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Answer object(long generation, int virtualRouterID) {
        return new Answer(200, """
                {"apiVersion": "vip-operator.io/v1alpha1", "kind": "VirtualIPNodeState",
                 "metadata": {"name": "node-1", "uid": "u-1", "generation": %d, "resourceVersion": "100"},
                 "spec": {"reportRequest": 17, "routers": [{"virtualIP": "web", "family": "IPv4",
                   "virtualRouterID": %d, "priority": 100, "addresses": ["10.0.0.160/24"]}]}}
                """.formatted(generation, virtualRouterID));
    }
}
