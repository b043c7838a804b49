package io.vipoperator.node.net;

import io.vipoperator.node.loop.InstallPlan;
import io.vipoperator.node.loop.KernelEvent;
import io.vipoperator.node.loop.RouterKey;
import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.FaultReason;
import io.vipoperator.node.vrrp.IpAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * Which addresses this node shall have for its routers, and what must be done to get there from what it has. Decides only:
 * the {@link NetlinkThread}, which owns it, makes the calls and passes the time in.
 *
 * <p>It never asks for anything to be done to an address without our mark.
 */
final class Holdings {
    static final long RENEWAL_NANOS = 1_000_000_000L;
    static final int PUT_BACK_LIMIT = 5;
    static final long PUT_BACK_WINDOW_NANOS = 10_000_000_000L;

    /** The kernel takes an address off a little later than its lifetime says, never earlier. */
    private static final long LIFETIME_NANOS = Holding.LIFETIME_SECONDS * 1_000_000_000L;

    private final BiFunction<InstallPlan, Integer, Optional<String>> obstacle;
    private final Map<RouterKey, Holding> holdings = new LinkedHashMap<>();
    /** What is true once nobody's addresses are off. */
    private final List<KernelEvent> onceTakenOff = new ArrayList<>();

    private long lastRenewalNanos;

    /** The obstacle tells, for a plan and the index of a NIC, why it can't be carried out there. */
    Holdings(BiFunction<InstallPlan, Integer, Optional<String>> obstacle) {
        this.obstacle = obstacle;
    }

    /** {@link io.vipoperator.node.loop.Kernel#hold}. */
    void hold(RouterKey router, int interfaceIndex, InstallPlan plan) {
        var before = holdings.remove(router);
        var refused = refusal(router, interfaceIndex, plan);
        if (refused.isPresent()) {
            onceTakenOff.add(refused.get());
            return;
        }
        var holding = new Holding(router, interfaceIndex, plan);
        if (before != null) {
            holding.succeed(before);
        }
        holdings.put(router, holding);
    }

    private Optional<KernelEvent.Refused> refusal(RouterKey router, int interfaceIndex, InstallPlan plan) {
        for (var wanted : plan.onNic()) {
            var key = new AddressKey(interfaceIndex, wanted.address(), wanted.prefixLength());
            for (var other : holdings.values()) {
                if (other.wanted.keySet().stream().anyMatch(key::collidesWith)) {
                    return Optional.of(refused(
                            router,
                            plan,
                            key.address(),
                            FaultReason.AddressInUseOnNode,
                            key.address() + " is held on this node for " + other.router + " already"));
                }
            }
        }
        if (plan.addresses().isEmpty()) {
            return Optional.empty();
        }
        var first = plan.addresses().getFirst().address();
        return obstacle.apply(plan, interfaceIndex)
                .map(message -> refused(router, plan, first, FaultReason.AddressRefused, message));
    }

    private static KernelEvent.Refused refused(
            RouterKey router, InstallPlan plan, IpAddress address, FaultReason reason, String message) {
        return new KernelEvent.Refused(router, plan, address, reason, message);
    }

    /** {@link io.vipoperator.node.loop.Kernel#release}. */
    void release(RouterKey router) {
        holdings.remove(router);
        onceTakenOff.add(new KernelEvent.Released(router));
    }

    /** The router's device was made anew: what was on the former one went with it. */
    void moved(RouterKey router, int interfaceIndex) {
        holdings.computeIfPresent(router, (key, holding) -> holding.on(interfaceIndex));
    }

    /** On which NICs something shall be held. */
    Set<Integer> interfaceIndexes() {
        return holdings.values().stream()
                .flatMap(holding -> holding.wanted.keySet().stream())
                .map(AddressKey::interfaceIndex)
                .collect(Collectors.toSet());
    }

    /** Releases all routers, without telling. */
    void releaseAll() {
        holdings.clear();
    }

    /**
     * What must be done now. Called again after that has been done, until there is nothing left.
     *
     * @param node as it is now, with everything taken in that the kernel has told so far
     * @param loopAwake the loop's last turn is young: else nothing is put on
     */
    List<Action> decide(NodeNetwork node, long nowNanos, boolean loopAwake) {
        var toldFirst = new ArrayList<Action>();
        var putOn = new ArrayList<Action>();
        for (var holding : List.copyOf(holdings.values())) {
            decide(holding, node, nowNanos, loopAwake, toldFirst, putOn);
        }
        var actions = new ArrayList<>(toldFirst);
        Set<AddressKey> wanted = new HashSet<>();
        holdings.values().forEach(holding -> wanted.addAll(holding.wanted.keySet()));
        for (var key : node.ours()) {
            if (!wanted.contains(key)) {
                actions.add(new Action.TakeOff(new AddressRequest.Remove(key)));
            }
        }
        onceTakenOff.forEach(event -> actions.add(new Action.Tell(event)));
        onceTakenOff.clear();
        actions.addAll(putOn);
        return actions;
    }

    private void decide(
            Holding holding,
            NodeNetwork node,
            long nowNanos,
            boolean loopAwake,
            List<Action> toldFirst,
            List<Action> putOn) {
        var missing = holding.wanted.keySet().stream()
                .filter(key -> !node.holdsOurs(key))
                .toList();
        if (missing.isEmpty()) {
            if (holding.phase != Holding.Phase.HELD && !awaitsRoutes(holding, toldFirst)) {
                boolean again = holding.phase == Holding.Phase.LOST;
                toldFirst.add(new Action.Tell(new KernelEvent.Held(holding.router, holding.plan, again)));
                holding.phase = Holding.Phase.HELD;
                holding.existing.clear();
            }
            return;
        }
        if (missing.stream().allMatch(key -> goneWithLink(key, node))) {
            if (holding.phase == Holding.Phase.HELD) {
                holding.phase = Holding.Phase.LOST;
            }
            return;
        }
        holding.delivered.removeAll(missing);
        if (holding.phase == Holding.Phase.HELD && !notedLoss(holding, missing, nowNanos, toldFirst)) {
            return;
        }
        for (var key : missing) {
            var foreign = node.foreign(key);
            if (foreign.isPresent()) {
                String where = node.nameOf(foreign.get().interfaceIndex());
                refuse(
                        holding,
                        key,
                        FaultReason.AddressInUseOnNode,
                        foreign.get() + " is on " + where + " of this node and isn't ours");
                return;
            }
            if (holding.existing.contains(key)) {
                refuse(holding, key, FaultReason.AddressRefused, key + ": the kernel says " + Errno.EEXIST);
                return;
            }
        }
        if (loopAwake) {
            for (var key : missing) {
                putOn.add(new Action.PutOn(holding.router, new AddressRequest.Add(holding.wanted.get(key))));
            }
        }
    }

    /** Whether there are IPv6 addresses that no packet may reach yet: who announced them now would lose what it calls for. */
    private static boolean awaitsRoutes(Holding holding, List<Action> actions) {
        boolean awaits = false;
        for (var key : holding.wanted.keySet()) {
            if (key.address().family() == Family.IPV6 && !holding.delivered.contains(key)) {
                actions.add(new Action.AwaitRoute(holding.router, key));
                awaits = true;
            }
        }
        return awaits;
    }

    /** The answer to {@link Action.AwaitRoute} is that they are. */
    void delivered(Action.AwaitRoute asked) {
        var holding = holdings.get(asked.router());
        if (holding != null && holding.wanted.containsKey(asked.key())) {
            holding.delivered.add(asked.key());
        }
    }

    /** It can't be there, and was removed by nobody: it is put back when the NIC is set up again. */
    private static boolean goneWithLink(AddressKey key, NodeNetwork node) {
        return key.address().family() == Family.IPV6 && node.isSetDown(key.interfaceIndex());
    }

    /** False if that was once too often. */
    private boolean notedLoss(Holding holding, List<AddressKey> missing, long nowNanos, List<Action> toldFirst) {
        boolean anyRemoved = false;
        for (var key : missing) {
            boolean expired =
                    holding.finite && nowNanos - holding.renewedAtNanos.getOrDefault(key, nowNanos) >= LIFETIME_NANOS;
            anyRemoved |= !expired;
            toldFirst.add(new Action.Tell(new KernelEvent.Lost(holding.router, key.address(), expired)));
        }
        holding.phase = Holding.Phase.LOST;
        if (!anyRemoved) {
            return true;
        }
        var putBacks = holding.putBackAtNanos;
        while (!putBacks.isEmpty() && nowNanos - putBacks.getFirst() >= PUT_BACK_WINDOW_NANOS) {
            putBacks.removeFirst();
        }
        if (putBacks.size() >= PUT_BACK_LIMIT) {
            var key = missing.getFirst();
            String message = key + " was removed by somebody else, and put back " + PUT_BACK_LIMIT
                    + " times within 10 seconds: gave up";
            refuse(holding, key, FaultReason.AddressRemoved, message);
            return false;
        }
        putBacks.addLast(nowNanos);
        return true;
    }

    private void refuse(Holding holding, AddressKey key, FaultReason reason, String message) {
        holdings.remove(holding.router);
        onceTakenOff.add(refused(holding.router, holding.plan, key.address(), reason, message));
    }

    /** The kernel's answer to {@link Action.PutOn}. */
    void answered(Action.PutOn action, NetlinkMessage.Ack answer, long nowNanos) {
        var holding = holdings.get(action.router());
        if (holding == null) {
            return;
        }
        var key = action.request().key();
        var error = new Errno(answer.error());
        if (answer.error() == 0) {
            holding.renewedAtNanos.put(key, nowNanos);
        } else if (error.equals(Errno.EEXIST)) {
            // Whose it is decides; that is looked up before the next decision.
            holding.existing.add(key);
        } else {
            String detail = answer.detail().isEmpty() ? "" : " (" + answer.detail() + ")";
            refuse(holding, key, FaultReason.AddressRefused, key + ": the kernel says " + error + detail);
        }
    }

    /** All lifetimes to be renewed now: once a second, only while the loop is awake, only what is there with our mark. */
    List<AddressRequest.Renew> renewals(NodeNetwork node, long nowNanos, boolean loopAwake) {
        var due = new ArrayList<AddressRequest.Renew>();
        if (!loopAwake) {
            return due;
        }
        boolean second = nowNanos - lastRenewalNanos >= RENEWAL_NANOS;
        for (var holding : holdings.values()) {
            for (var address : holding.wanted.values()) {
                var renewed = holding.renewedAtNanos.get(address.key());
                boolean wanted = renewed == null || (holding.finite && second);
                if (wanted && node.holdsOurs(address.key())) {
                    due.add(new AddressRequest.Renew(address));
                    holding.renewedAtNanos.put(address.key(), nowNanos);
                }
            }
        }
        if (second) {
            lastRenewalNanos = nowNanos;
        }
        return due;
    }

    /** When {@link #renewals} has something again; {@link Long#MAX_VALUE} = nothing is held. */
    long renewalDueNanos() {
        boolean neverRenewed = holdings.values().stream()
                .anyMatch(holding -> holding.phase == Holding.Phase.HELD
                        && !holding.renewedAtNanos.keySet().containsAll(holding.wanted.keySet()));
        if (neverRenewed) {
            return lastRenewalNanos;
        }
        boolean finite = holdings.values().stream().anyMatch(holding -> holding.finite && !holding.wanted.isEmpty());
        return finite ? lastRenewalNanos + RENEWAL_NANOS : Long.MAX_VALUE;
    }

    /** Whether something is missing that only waits for the loop. */
    boolean waitsForLoop() {
        return holdings.values().stream().anyMatch(holding -> holding.phase != Holding.Phase.HELD);
    }
}
