package io.vipoperator.e2e.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vipoperator.e2e.AddressProbe;
import io.vipoperator.e2e.NetnsSegment;
import io.vipoperator.e2e.probe.ProbeEvent;
import io.vipoperator.e2e.vip.Measured;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Routers of several makes, each on a host of one segment, that elect for one address; and a client there, which asks the address each
 * millisecond. All that is asserted is seen from outside: addresses in the hosts' kernels, and what the client resolves and who answers it.
 * Used by one test at a time.
 */
final class Election implements AutoCloseable {

    /** What a busy machine may add to each time that the protocol allows. */
    static final Duration MACHINE = Duration.ofSeconds(2);

    private static final Duration START = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final int INTERVAL_MILLIS = 500;
    private static final String ADDRESS = Protocol.IPV4;
    private static final String CLIENT = "client";

    private final NetnsSegment segment;
    private final Map<String, Router> routers = new LinkedHashMap<>();
    private final AddressProbe probe;

    /** A router that is to be: its host's name, and what it is told. */
    record Candidate(String host, Make make, int priority, boolean preempt) {}

    static Candidate candidate(String host, Make make, int priority) {
        return new Candidate(host, make, priority, true);
    }

    /** Never preempts. */
    static Candidate patientCandidate(String host, Make make, int priority) {
        return new Candidate(host, make, priority, false);
    }

    /** None of them is started. */
    static Election of(Candidate... candidates) {
        Stream.of(candidates)
                .map(Candidate::make)
                .distinct()
                .forEach(make -> make.installation().require());
        List<String> hosts =
                new ArrayList<>(Stream.of(candidates).map(Candidate::host).toList());
        hosts.add(CLIENT);
        NetnsSegment segment = NetnsSegment.of(hosts.toArray(String[]::new));
        try {
            return new Election(segment, candidates);
        } catch (RuntimeException e) {
            segment.close();
            throw e;
        }
    }

    private Election(NetnsSegment segment, Candidate... candidates) {
        this.segment = segment;
        for (Candidate one : candidates) {
            Setup preempting = Protocol.V3.setup(one.priority()).every(INTERVAL_MILLIS);
            Setup setup = one.preempt() ? preempting : preempting.patient();
            routers.put(one.host(), new Router(segment, one.host(), one.make(), setup));
        }
        this.probe = AddressProbe.start(segment, CLIENT, ADDRESS);
    }

    NetnsSegment segment() {
        return segment;
    }

    Router router(String host) {
        return routers.get(host);
    }

    /** Starts routers and waits until they listen, which for a JVM on a busy machine takes what it takes. */
    void start(Router... ones) {
        Stream.of(ones).forEach(Router::start);
        awaitListening(ones);
    }

    /** Boots hosts whose power was cut, and waits until they listen. */
    void boot(Router... ones) {
        Stream.of(ones).forEach(Router::boot);
        awaitListening(ones);
    }

    private static void awaitListening(Router... ones) {
        for (Router one : ones) {
            await(one.host() + " listens").atMost(START).pollInterval(POLL).until(one::isListening);
        }
    }

    /** The hosts that have the address. */
    List<String> owners() {
        return routers.values().stream().filter(Router::owns).map(Router::host).toList();
    }

    /** What the client's kernel sends to who asks the address. */
    String resolved() {
        JsonNode entries =
                Router.json(segment.run(CLIENT, "ip", "-j", "neighbour", "show", "to", ADDRESS, "dev", "eth0"));
        return entries.path(0).path("lladdr").asText("nobody");
    }

    /**
     * Waits until {@code owner} and no other host has the address, and the client resolves it to that one and is answered by it.
     *
     * @param bound what the protocol allows; {@link #MACHINE} comes on top
     */
    void awaitOwner(Router owner, Duration bound) {
        until(
                owner.host() + " alone has the address",
                bound.plus(MACHINE),
                () -> owners().equals(List.of(owner.host())));
        String macAddress = owner.macAddress();
        until(
                "the client resolves the address to " + owner.host(),
                MACHINE,
                () -> resolved().equals(macAddress));
        until(
                owner.host() + " answers the client",
                MACHINE,
                () -> probe.answering().filter(owner.host()::equals).isPresent());
    }

    private void until(String what, Duration limit, Callable<Boolean> condition) {
        try {
            await(what).atMost(limit).pollInterval(POLL).until(condition);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(what + ": not within " + limit + "; owners " + owners() + "\n" + outputs(), e);
        }
    }

    private String[] others(Router owner) {
        return routers.keySet().stream()
                .filter(host -> !host.equals(owner.host()))
                .toArray(String[]::new);
    }

    /** Nothing moves for {@code time}: the owner has the address alone, and nobody else answers the client. */
    void staysWith(Router owner, Duration time) {
        long sinceMillis = System.currentTimeMillis();
        AtomicReference<List<String>> owners = new AtomicReference<>(List.of());
        await("the time in which nothing may move")
                .pollInterval(Duration.ofMillis(100))
                .atMost(time.plus(MACHINE))
                .until(() -> {
                    owners.set(owners());
                    return !owners.get().equals(List.of(owner.host()))
                            || System.currentTimeMillis() >= sinceMillis + time.toMillis();
                });
        assertThat(owners.get()).as(this::outputs).containsExactly(owner.host());
        assertThat(answeredSince(sinceMillis)).as(this::outputs).doesNotContain(others(owner));
        assertThat(resolved()).as(this::outputs).isEqualTo(owner.macAddress());
    }

    private List<String> answeredSince(long sinceMillis) {
        return probe.events().stream()
                .filter(ProbeEvent.Answered.class::isInstance)
                .map(ProbeEvent.Answered.class::cast)
                .filter(answered -> answered.atMillis() >= sinceMillis)
                .map(ProbeEvent.Answered::server)
                .toList();
    }

    /**
     * Causes a change, waits for its end, and prints what the client lost meanwhile.
     *
     * @param bound within which the protocol has {@code owner} take over, or take back
     * @return for how long the client got no answer
     */
    Duration measure(String what, Runnable change, Router owner, Duration bound) {
        int gapsBefore = probe.gaps().size();
        change.run();
        awaitOwner(owner, bound);
        double lostMillis = probe.gaps().stream()
                .skip(gapsBefore)
                .mapToDouble(ProbeEvent.Gap::gapMillis)
                .sum();
        Measured.print(
                what, String.format(Locale.ROOT, "client lost %.0f ms (bound %d ms)", lostMillis, bound.toMillis()));
        return Duration.ofNanos(Math.round(lostMillis * 1e6));
    }

    private String outputs() {
        return "the client resolves to " + resolved() + "\n"
                + routers.values().stream().map(Router::output).collect(Collectors.joining("\n"))
                + "\nthe client saw\n"
                + probe.events().stream().map(Object::toString).collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        probe.close();
        segment.close();
    }
}
