package io.vipoperator.e2e.vip;

import static org.awaitility.Awaitility.await;

import io.vipoperator.e2e.ChildProcess;
import io.vipoperator.e2e.Cluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A client of the service itself, which asks {@code http://ADDRESS:PORT/} some 20 times a second from the cluster's client machine, each time
 * over a connection of its own: what the users of a web server lose while it is down and the address still there.
 */
final class WebClient implements AutoCloseable {

    private static final String LOOP = """
            while :; do
              answer=$(curl --silent --fail --max-time 0.5 "$0") || answer=-
              echo "$EPOCHREALTIME $answer"
              sleep 0.02
            done
            """;

    private final ChildProcess process;
    private final Path log;

    /** One question, when it was answered or given up; {@code server} is "-" without an answer. */
    private record Asked(double atSeconds, String server) {
        boolean answered() {
            return !server.equals("-");
        }
    }

    private WebClient(ChildProcess process, Path log) {
        this.process = process;
        this.log = log;
    }

    static WebClient start(Cluster cluster, String address, int port) {
        try {
            Path log = Files.createTempFile("vip-web-client-", ".log");
            List<String> command = List.of("bash", "-c", LOOP, "http://" + address + ":" + port + "/");
            return new WebClient(
                    ChildProcess.start(
                            "web client of " + address,
                            log,
                            Map.of("LC_ALL", "C"),
                            cluster.inNetworkOf(cluster.probeMachine(), command)),
                    log);
        } catch (IOException e) {
            throw new UncheckedIOException("no file for the answers of " + address, e);
        }
    }

    private List<Asked> asked() {
        try {
            String text = Files.readString(log);
            // The last line may be half of one.
            return text.substring(0, text.lastIndexOf('\n') + 1)
                    .lines()
                    .map(line -> line.split(" ", 2))
                    .map(words -> new Asked(Double.parseDouble(words[0]), words[1]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + log, e);
        }
    }

    /** Waits until it is {@code node} that answered last. */
    void awaitAnswerOf(String node) {
        awaitAnswer(server -> server.equals(node), "an answer of nginx on " + node);
    }

    /** Waits for an answer of another one, and returns whose it is. */
    String awaitAnswerOfAnotherThan(String node) {
        return awaitAnswer(
                server -> !server.equals(node) && !server.equals("-"), "an answer of nginx on another than " + node);
    }

    private String awaitAnswer(Predicate<String> wanted, String what) {
        return await(what)
                .atMost(TestVip.LONG)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> asked().stream().reduce((one, next) -> next).map(Asked::server),
                        last -> last.filter(wanted).isPresent())
                .orElseThrow();
    }

    /** The longest time from one answer to the next with questions in between that had none; 0 if there were none. */
    double longestGapMillis() {
        double longest = 0;
        double lastAnswer = Double.NaN;
        boolean lost = false;
        for (Asked one : asked()) {
            if (!one.answered()) {
                lost = true;
                continue;
            }
            if (lost && !Double.isNaN(lastAnswer)) {
                longest = Math.max(longest, (one.atSeconds() - lastAnswer) * 1000);
            }
            lost = false;
            lastAnswer = one.atSeconds();
        }
        return longest;
    }

    @Override
    public void close() {
        process.kill();
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException("could not delete " + log, e);
        }
    }
}
