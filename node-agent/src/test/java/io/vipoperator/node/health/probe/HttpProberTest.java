package io.vipoperator.node.health.probe;

import static io.vipoperator.node.health.probe.Probing.AMPLE_MILLIS;
import static io.vipoperator.node.health.probe.Probing.fails;
import static io.vipoperator.node.health.probe.Probing.following;
import static io.vipoperator.node.health.probe.Probing.get;
import static io.vipoperator.node.health.probe.Probing.probe;
import static io.vipoperator.node.health.probe.Probing.succeeds;
import static io.vipoperator.node.health.probe.Probing.withDigest;
import static io.vipoperator.node.health.probe.Probing.withHeaders;
import static io.vipoperator.node.health.probe.Probing.withHost;
import static io.vipoperator.node.health.probe.Probing.withMethod;
import static io.vipoperator.node.health.probe.Probing.withPattern;
import static io.vipoperator.node.health.probe.Probing.withStatuses;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.health.Finding;
import io.vipoperator.node.health.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests over HTTP to a real nginx: each option, healthy and failing. */
class HttpProberTest {
    @TempDir
    static Path directory;

    private static final Probers PROBERS = NetworkProbers.start();
    private static int port;
    private static String at;
    private static Nginx nginx;

    @BeforeAll
    static void start() throws IOException {
        port = Nginx.freePort();
        at = "http://127.0.0.1:" + port;
        Files.writeString(directory.resolve("large"), "x".repeat(1_048_570) + "needle");
        Files.writeString(directory.resolve("too-large"), "x".repeat(1_048_577));
        nginx = new Nginx(directory, port, """
                http {
                  log_format probes '$request_method $request_uri host=$host agent=$http_user_agent length=$http_content_length';
                  access_log %s/access.log probes;
                  server {
                    listen 127.0.0.1:%d;
                    root %s;
                    location = /healthz { return 200 "status: ok\\n"; }
                    location = /down { return 503 "no backend\\n"; }
                    location = /host { return 200 "host $http_host\\n"; }
                    location = /header { return 200 "token $http_x_token\\n"; }
                    location = /moved { return 302 /healthz; }
                    location = /moved-elsewhere { return 301 http://127.0.0.1:%d/healthz?from=elsewhere; }
                    location = /moved-to-other { return 302 http://localhost:%d/header; }
                    location = /loop { return 302 /loop; }
                    location = /moved-to-mail { return 302 mailto:postmaster@web.example; }
                    location = /moved-down { return 307 /down; }
                    location = /empty { return 204; }
                  }
                }
                """.formatted(directory, port, directory, port, port));
    }

    @AfterAll
    static void stop() {
        nginx.close();
        PROBERS.close();
    }

    @Test
    void anExpectedStatusIsSuccess() {
        succeeds(probe(get(port, "/healthz")), "GET " + at + "/healthz: 200");
    }

    @Test
    void anotherStatusIsFailureAndIsSaid() {
        fails(probe(get(port, "/down")), "GET " + at + "/down: 503");
    }

    @Test
    void theExpectedStatusesAreThoseOfTheCheck() {
        Probe.Http http = withStatuses(get(port, "/down"), new Probe.Range(200, 204), new Probe.Range(503, 503));
        succeeds(probe(http), "GET " + at + "/down: 503");
        fails(probe(withStatuses(get(port, "/healthz"), new Probe.Range(201, 299))), "GET " + at + "/healthz: 200");
    }

    @Test
    void everyMethodIsAsked() throws IOException {
        succeeds(probe(withMethod(get(port, "/healthz?head"), "HEAD")), "HEAD " + at + "/healthz?head: 200");
        succeeds(probe(withMethod(get(port, "/healthz?post"), "POST")), "POST " + at + "/healthz?post: 200");
        succeeds(
                probe(withMethod(get(port, "/healthz?options"), "OPTIONS")), "OPTIONS " + at + "/healthz?options: 200");
        assertThat(nginx.log())
                .contains(
                        "HEAD /healthz?head host=127.0.0.1 agent=vip-operator length=-",
                        "POST /healthz?post host=127.0.0.1 agent=vip-operator length=0",
                        "OPTIONS /healthz?options host=127.0.0.1");
    }

    @Test
    void hostHeaderAndOtherHeadersAreSent() {
        Probe.Http host = withPattern(withHost(get(port, "/host"), "127.0.0.1", "web.example"), "^host web\\.example$");
        succeeds(probe(withPattern(host, "host web\\.example\\n")), "GET " + at + "/host: 200");
        Probe.Http header = withHeaders(get(port, "/header"), Map.of("X-Token", "s3cret"));
        succeeds(probe(withPattern(header, "token s3cret")), "GET " + at + "/header: 200");
    }

    @Test
    void theBodyMustHaveThePattern() {
        succeeds(probe(withPattern(get(port, "/healthz"), "status: (ok|fine)")), "GET " + at + "/healthz: 200");
        fails(
                probe(withPattern(get(port, "/healthz"), "status: down")),
                "GET " + at + "/healthz: 200, but bodyPattern is not found in its 11 octets");
        fails(
                probe(withPattern(get(port, "/empty"), "ok")),
                "GET " + at + "/empty: 204, but bodyPattern is not found in its 0 octets");
    }

    @Test
    void theBodyMustHaveTheDigest() {
        // printf 'status: ok\n' | sha256sum; | md5sum
        String sha256 = "43cb7d808205b5f809a6988c15d75f09afcd75607ea0c69c7e85110d7f4e3022";
        succeeds(probe(withDigest(get(port, "/healthz"), "SHA-256", sha256)), "GET " + at + "/healthz: 200");
        succeeds(
                probe(withDigest(get(port, "/healthz"), "MD5", "efe38df2da984d40bd95cd0c23bfa878")),
                "GET " + at + "/healthz: 200");
        fails(
                probe(withDigest(get(port, "/healthz"), "SHA-256", "0".repeat(64))),
                "GET " + at + "/healthz: 200, but its body's SHA-256 is " + sha256);
    }

    @Test
    void aBodyOfOneMebibyteIsLookedAtAndALongerOneFails() {
        succeeds(probe(withPattern(get(port, "/large"), "needle")), "GET " + at + "/large: 200");
        String tooLong =
                "GET " + at + "/too-large: 200, but its body is longer than 1048576 octets, which is what is looked at";
        fails(probe(withPattern(get(port, "/too-large"), "xyz")), tooLong);
        fails(probe(withDigest(get(port, "/too-large"), "MD5", "0".repeat(32))), tooLong);
        succeeds(probe(get(port, "/too-large")), "GET " + at + "/too-large: 200");
    }

    @Test
    void manyLargeBodiesTakeTurnsAndAllArrive() {
        Probe.Http http = withPattern(get(port, "/large"), "needle");
        var findings = java.util.stream.IntStream.range(0, 20)
                .mapToObj(i -> PROBERS.of(http).probe(AMPLE_MILLIS * 1_000_000).toCompletableFuture())
                .toList();
        assertThat(findings)
                .allSatisfy(finding -> assertThat(finding.join().success())
                        .as(finding.join().message())
                        .isTrue());
    }

    @Test
    void aPatternThatTakesForeverFailsAndSaysWhy() {
        fails(
                probe(withPattern(get(port, "/large"), "(x+x+)+y\\1")),
                "GET " + at + "/large: 200, but bodyPattern takes too many steps on its 1048576 octets: simplify it");
    }

    @Test
    void aRedirectIsAStatusLikeAnyOtherUnlessItIsFollowed() {
        fails(probe(get(port, "/moved")), "GET " + at + "/moved: 302");
        succeeds(probe(following(get(port, "/moved"))), "GET " + at + "/moved -> " + at + "/healthz: 200");
        succeeds(
                probe(following(get(port, "/moved-elsewhere"))),
                "GET " + at + "/moved-elsewhere -> " + at + "/healthz?from=elsewhere: 200");
        fails(probe(following(get(port, "/moved-down"))), "GET " + at + "/moved-down -> " + at + "/down: 503");
    }

    @Test
    void anotherServerDoesNotSeeTheHeadersThatWereMeantForTheFirst() {
        Probe.Http http = withHeaders(get(port, "/moved-to-other"), Map.of("X-Token", "s3cret"));
        succeeds(
                probe(following(withPattern(http, "token \\n"))),
                "GET " + at + "/moved-to-other -> http://localhost:" + port + "/header: 200");
    }

    @Test
    void redirectsEndAfterFive() throws IOException {
        fails(probe(following(get(port, "/loop"))), "GET " + at + "/loop -> " + at + "/loop: more than 5 redirects");
        assertThat(nginx.log().lines().filter(line -> line.startsWith("GET /loop ")))
                .hasSize(6);
    }

    @Test
    void aRedirectToSomethingElseThanHttpFails() {
        fails(
                probe(following(get(port, "/moved-to-mail"))),
                "GET " + at
                        + "/moved-to-mail: 302 with a location that is no URL of HTTP: mailto:postmaster@web.example");
    }

    @Test
    void aPostBecomesAGetWhereItIsSentElsewhere() throws IOException {
        succeeds(
                probe(following(withMethod(get(port, "/moved-elsewhere"), "POST"))),
                "POST " + at + "/moved-elsewhere -> " + at + "/healthz?from=elsewhere: 200");
        assertThat(nginx.log()).contains("GET /healthz?from=elsewhere").doesNotContain("POST /healthz?from=elsewhere");
    }

    @Test
    void aNameIsFoundAndSaid() {
        succeeds(
                probe(withHost(get(port, "/healthz"), "localhost", "web.example")),
                "GET http://localhost:" + port + "/healthz: 200");
    }

    @Test
    void aPortWhereNobodyListensFails() throws IOException {
        int free = Nginx.freePort();
        fails(probe(get(free, "/")), "GET http://127.0.0.1:" + free + "/: connection refused");
        fails(
                probe(withHost(get(free, "/"), "localhost", "localhost")),
                "GET http://localhost:" + free + "/: connection refused by 127.0.0.1");
    }

    private static Finding probe(Probe probe) {
        return Probing.probe(PROBERS, probe, AMPLE_MILLIS);
    }
}
