package io.vipoperator.node.agent;

import io.vipoperator.node.agent.check.ReadCheck;
import io.vipoperator.node.loop.Authentication;
import io.vipoperator.node.loop.DesiredState;
import io.vipoperator.node.loop.Dialect;
import io.vipoperator.node.loop.RouterKey;
import io.vipoperator.node.loop.RouterSetup;
import java.util.List;
import java.util.Map;

/**
 * What a document asks for, before its keys were looked up: they come and go beside it. Pure.
 *
 * @param unkeyed the state, in which routers with authentication have no keys yet
 * @param wantedKeys of those routers
 * @param checks that the node shall run, without their certificates
 */
record ReadState(DesiredState unkeyed, Map<RouterKey, WantedKeys> wantedKeys, List<ReadCheck> checks) {
    ReadState {
        wantedKeys = Map.copyOf(wantedKeys);
        checks = List.copyOf(checks);
    }

    /** A state that asks for no keys, and has no checks. */
    static ReadState of(DesiredState state) {
        return new ReadState(state, Map.of(), List.of());
    }

    long reportRequest() {
        return unkeyed.reportRequest();
    }

    /** The same with another request for a report. */
    ReadState withReportRequest(long reportRequest) {
        return new ReadState(
                new DesiredState(unkeyed.generation(), reportRequest, unkeyed.routers()), wantedKeys, checks);
    }

    /**
     * What to run with these keys. A router that runs with keys and is told of new ones, none of which has arrived, goes on with
     * those that it has: a rotation must not drop it.
     *
     * @param running before, by router
     */
    DesiredState with(Keys keys, Map<RouterKey, RouterSetup> running) {
        return new DesiredState(
                unkeyed.generation(),
                unkeyed.reportRequest(),
                unkeyed.routers().stream()
                        .map(setup -> {
                            WantedKeys wanted = wantedKeys.get(setup.key());
                            return wanted == null ? setup : keyed(setup, wanted, keys, running.get(setup.key()));
                        })
                        .toList());
    }

    /** The routers that lack a key of theirs, in one sentence each. */
    List<String> missing(Keys keys) {
        return unkeyed.routers().stream()
                .map(RouterSetup::key)
                .filter(wantedKeys::containsKey)
                .map(key -> new Lack(key, keys.missing(wantedKeys.get(key))))
                .filter(lack -> !lack.what().isEmpty())
                .map(lack -> lack.router() + ": " + lack.what())
                .toList();
    }

    private record Lack(RouterKey router, String what) {}

    private static RouterSetup keyed(RouterSetup setup, WantedKeys wanted, Keys keys, RouterSetup before) {
        Authentication found = keys.find(wanted);
        Dialect dialect = setup.dialect();
        return setup.with(new Dialect(
                dialect.version(),
                dialect.intervalNanos(),
                dialect.checksumForm(),
                dialect.transport(),
                found instanceof Authentication.KeyMissing && before != null && wouldDo(before, setup, wanted)
                        ? before.dialect().authentication()
                        : found,
                dialect.virtualMac()));
    }

    private static boolean wouldDo(RouterSetup before, RouterSetup setup, WantedKeys wanted) {
        return before.uid().equals(setup.uid()) && isOf(before, wanted);
    }

    private static boolean isOf(RouterSetup before, WantedKeys wanted) {
        return switch (before.dialect().authentication()) {
            case Authentication.Password password -> wanted.kind() == WantedKeys.Kind.PASSWORD;
            case Authentication.Hmac hmac -> wanted.kind() == WantedKeys.Kind.HMAC;
            case Authentication.None none -> false;
            case Authentication.KeyMissing missing -> false;
        };
    }
}
