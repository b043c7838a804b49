package io.vipoperator.e2e.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vipoperator.e2e.ChildProcess;
import io.vipoperator.e2e.NetnsSegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Routers of any makes and protocols, each on a host of one segment of both families, that elect; and a client there. All that is asserted is
 * seen from outside: the addresses in all hosts' kernels, the MAC in the client's neighbour table, and who answers its connections. Used by
 * one thread at a time.
 */
final class Contest implements AutoCloseable {

    /** What a busy machine may add to each time that the protocol allows. */
    static final Duration MACHINE = Duration.ofSeconds(10);

    /** For so long an agent's addresses outlive it, and a second for the kernel, which looks once a second. */
    static final Duration LIFETIME = Duration.ofSeconds(4);

    private static final String NOBODY = "nobody";
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration CONNECT = Duration.ofSeconds(20);
    private static final String CLIENT = "client";
    private static final int PORT = 7778;

    private final NetnsSegment segment;
    private final Map<String, Router> routers = new LinkedHashMap<>();

    /** A router that is to be. */
    record Entrant(String host, Make make, Setup setup) {}

    /** None of them is started. Where one is to have peers, all others are them. */
    static Contest of(boolean unicast, Entrant... entrants) {
        Stream.of(entrants)
                .map(Entrant::make)
                .distinct()
                .forEach(make -> make.installation().require());
        List<String> hosts =
                new ArrayList<>(Stream.of(entrants).map(Entrant::host).toList());
        hosts.add(CLIENT);
        NetnsSegment segment = NetnsSegment.of(hosts.toArray(String[]::new));
        try {
            return new Contest(segment, unicast, entrants);
        } catch (RuntimeException e) {
            segment.close();
            throw e;
        }
    }

    private Contest(NetnsSegment segment, boolean unicast, Entrant... entrants) {
        this.segment = segment;
        for (int i = 0; i < segment.hosts().size(); i++) {
            prepare(segment.hosts().get(i), i);
        }
        for (Entrant one : entrants) {
            List<String> others = Stream.of(entrants)
                    .map(Entrant::host)
                    .filter(host -> !host.equals(one.host()))
                    .map(segment::addressOf)
                    .toList();
            Setup setup = unicast ? one.setup().withPeers(others) : one.setup();
            routers.put(one.host(), new Router(segment, one.host(), one.make(), setup));
        }
    }

    /** IPv6 without waiting for duplicates, and somebody who says the host's name on each of its addresses. */
    private void prepare(String host, int number) {
        segment.run(host, "ip", "address", "add", "fd78::" + (11 + number) + "/64", "dev", "eth0", "nodad");
        segment.start(
                host,
                "name",
                Map.of(),
                List.of("socat", "TCP6-LISTEN:" + PORT + ",ipv6only=0,reuseaddr,fork", "SYSTEM:echo " + host));
        await("the link-local address of " + host)
                .atMost(START)
                .pollInterval(POLL)
                .until(() -> !segment.run(
                                host, "ip", "-6", "address", "show", "dev", "eth0", "scope", "link", "-tentative")
                        .isBlank());
    }

    NetnsSegment segment() {
        return segment;
    }

    Router router(String host) {
        return routers.get(host);
    }

    /** Starts routers and waits until they listen. */
    void start(Router... ones) {
        Stream.of(ones).forEach(Router::start);
        for (Router one : ones) {
            await(one.host() + " listens").atMost(START).pollInterval(POLL).until(one::isListening);
        }
    }

    /** SIGTERM, and the end of its programs. */
    void terminate(Router one) {
        one.terminate();
        one.awaitEnd();
    }

    /** What each host has of the addresses; hosts that have none are left out. */
    Map<String, Set<String>> owned() {
        Map<String, Set<String>> owned = new LinkedHashMap<>();
        for (Router one : routers.values()) {
            Set<String> addresses = one.owned();
            if (!addresses.isEmpty()) {
                owned.put(one.host(), addresses);
            }
        }
        return owned;
    }

    /** The MAC that the client's kernel sends to who asks an address. */
    String resolved(String address) {
        String known = neighbour(address);
        if (known.equals(NOBODY)) {
            // What a client has asked for in vain it forgets, and announcements create no entry: it asks again.
            answers(address);
            return neighbour(address);
        }
        return known;
    }

    private String neighbour(String address) {
        JsonNode entries =
                Router.json(segment.run(CLIENT, "ip", "-j", "neighbour", "show", "to", address, "dev", "eth0"));
        return entries.path(0).path("lladdr").asText(NOBODY);
    }

    /** The host that answers a connection of the client. */
    String answers(String address) {
        String target = Setup.isIpv6(address) ? "[" + address + "]" : address;
        return ChildProcess.tryRun(
                        CONNECT,
                        Map.of(),
                        segment.inNetworkOf(
                                CLIENT,
                                List.of(
                                        "timeout",
                                        "3",
                                        "socat",
                                        "-u",
                                        "TCP:" + target + ":" + PORT + ",connect-timeout=1",
                                        "-")))
                .text()
                .strip();
    }

    /** {@link #awaitActive(Router, Duration, Router...)} where nobody was killed. */
    void awaitActive(Router active, Duration bound) {
        awaitActive(active, bound, new Router[0]);
    }

    /**
     * Waits until {@code active} has all the addresses and no other host any, and the client resolves each to that one and is answered by it.
     * Only a keepalived or FRR that was killed still has what it had, and can't help it: that, too, is asserted. Whom of the two a client
     * believes that asks anew over IPv6 is chance, and not asserted where the successor is no agent.
     *
     * @param bound what the protocol allows; {@link #MACHINE} comes on top
     */
    void awaitActive(Router active, Duration bound, Router... killed) {
        until(active.host() + " has the addresses", bound.plus(MACHINE), active::owns);
        boolean chance = active.make() != Make.AGENT && expected(active, killed).size() > 1;
        for (String address : active.setup().asked()) {
            if (chance && Setup.isIpv6(address)) {
                continue;
            }
            until(
                    "the client resolves " + address + " to " + active.host(),
                    MACHINE,
                    () -> resolvedAfterAsking(address).equals(active.macAddress()));
            until(
                    active.host() + " answers at " + address,
                    MACHINE,
                    () -> answers(address).equals(active.host()));
        }
        Map<String, Set<String>> expected = expected(active, killed);
        until("the hosts' addresses are " + expected, LIFETIME.plus(MACHINE), () -> owned().equals(expected));
    }

    /** The first question of all makes the entry; those that come later must find it right. */
    private String resolvedAfterAsking(String address) {
        String before = resolved(address);
        if (!before.equals("nobody")) {
            return before;
        }
        answers(address);
        return resolved(address);
    }

    private static Map<String, Set<String>> expected(Router active, Router... killed) {
        Map<String, Set<String>> expected = new LinkedHashMap<>();
        expected.put(active.host(), new TreeSet<>(active.setup().addresses()));
        Stream.of(killed)
                .filter(one -> one.make().installation().leavesAddressesWhenKilled())
                .forEach(one ->
                        expected.put(one.host(), new TreeSet<>(one.setup().addresses())));
        return expected;
    }

    /** Waits for a condition of any kind. */
    void until(String what, Duration limit, Callable<Boolean> condition) {
        try {
            await(what)
                    .atMost(limit)
                    .pollInterval(POLL)
                    .pollDelay(Duration.ZERO)
                    .until(condition);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(what + ": not within " + limit + "; owned " + owned() + "\n" + outputs(), e);
        }
    }

    /** Nothing moves for {@code time}: {@code active} has the addresses alone, and the client resolves them to it. */
    void stays(Router active, Duration time) {
        Map<String, Set<String>> expected = expected(active);
        holds(time, this::owned, expected);
        for (String address : active.setup().asked()) {
            assertThat(resolved(address)).as(this::outputs).isEqualTo(active.macAddress());
            assertThat(answers(address)).as(this::outputs).isEqualTo(active.host());
        }
    }

    /** The answer is the same one for {@code time}. */
    <T> void holds(Duration time, Supplier<T> question, T answer) {
        long endNanos = System.nanoTime() + time.toNanos();
        List<T> answers = new ArrayList<>();
        await("the time in which nothing may change")
                .pollInterval(POLL)
                .atMost(time.plus(START))
                .until(() -> {
                    answers.add(question.get());
                    return !answers.getLast().equals(answer) || System.nanoTime() >= endNanos;
                });
        assertThat(answers.getLast()).as(this::outputs).isEqualTo(answer);
    }

    /** So long a Backup takes to become Active if it means to, and two advertisements more. */
    static Duration stillness(Router backup) {
        return backup.setup().activeDown().plus(backup.setup().interval().multipliedBy(2));
    }

    /** The reason and the message of the last incident at an agent, of the only router it has of that family. */
    Incident incident(String host) {
        JsonNode incident = AgentInstallation.report(segment, host).getFirst().path("incident");
        return new Incident(
                incident.path("reason").asText(""), incident.path("message").asText(""));
    }

    /** What an agent reports. */
    record Incident(String reason, String message) {}

    String outputs() {
        return routers.values().stream().map(Router::output).collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        segment.close();
    }
}
