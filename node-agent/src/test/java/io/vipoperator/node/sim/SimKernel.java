package io.vipoperator.node.sim;

import io.vipoperator.node.loop.AddressWithPrefix;
import io.vipoperator.node.loop.InstallPlan;
import io.vipoperator.node.loop.Kernel;
import io.vipoperator.node.loop.KernelEvent;
import io.vipoperator.node.loop.RouterKey;
import io.vipoperator.node.vrrp.FaultReason;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.wire.MacAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * The addresses of one node and the thread that changes them: answers late and in order, renews lifetimes each second, and
 * lets them end when nobody does. The addresses outlive the agent, but not the power.
 */
final class SimKernel implements Kernel {
    static final long LIFETIME_NANOS = Millis.of(3_100);
    private static final long RENEWAL_NANOS = Millis.of(1_000);

    private final Schedule schedule;
    private final SplittableRandom random;
    private final SimNode node;
    private final Map<IpAddress, Long> expiryNanos = new LinkedHashMap<>();
    private final Map<RouterKey, InstallPlan> kept = new LinkedHashMap<>();
    private final Deque<Runnable> parked = new ArrayDeque<>();
    private final Map<RouterKey, InstallPlan> asked = new LinkedHashMap<>();
    private final Map<IpAddress, Long> lostNanos = new LinkedHashMap<>();
    private boolean refusing;
    private int run;
    private long lastChangeNanos;
    private long lastAnswerNanos;
    private long troubledNanos = Long.MIN_VALUE / 2;

    SimKernel(Schedule schedule, SplittableRandom random, SimNode node) {
        this.schedule = schedule;
        this.random = random;
        this.node = node;
    }

    @Override
    public void listenOn(Set<Integer> interfaceIndexes) {
        new TreeSet<>(interfaceIndexes).forEach(index -> inOrder(() -> answer(new KernelEvent.Listening(index))));
    }

    @Override
    public void hold(RouterKey router, int interfaceIndex, InstallPlan plan) {
        asked.put(router, plan);
        inOrder(() -> execute(router, plan));
    }

    @Override
    public void virtualMac(RouterKey router, int interfaceIndex, MacAddress mac) {
        inOrder(() -> answer(new KernelEvent.DeviceReady(router, interfaceIndex, interfaceIndex)));
    }

    @Override
    public void noVirtualMac(RouterKey router) {}

    @Override
    public void release(RouterKey router) {
        Invariant.holds(asked.remove(router) != null, () -> "releases what it did not claim: " + router);
        inOrder(() -> {
            drop(router);
            answer(new KernelEvent.Released(router));
        });
    }

    /** Whether the agent wants the router's addresses on the NIC. */
    boolean isAsked(RouterKey router) {
        return asked.containsKey(router);
    }

    /** Whether the address is there, or went away so lately that the agent can't know it yet. */
    boolean hadJustNow(IpAddress address) {
        Long lost = lostNanos.get(address);
        return has(address) || (lost != null && schedule.nowNanos() - lost < Millis.of(20));
    }

    boolean has(IpAddress address) {
        return expiryNanos.containsKey(address);
    }

    boolean isEmpty() {
        return expiryNanos.isEmpty();
    }

    Set<IpAddress> addresses() {
        return new LinkedHashSet<>(expiryNanos.keySet());
    }

    /** When it last refused, or an address went away by itself. */
    long troubledNanos() {
        return refusing ? schedule.nowNanos() : troubledNanos;
    }

    void refuse(boolean nowRefusing) {
        troubledNanos = schedule.nowNanos();
        refusing = nowRefusing;
    }

    /** The power is cut. */
    void loseAll() {
        expiryNanos.clear();
        agentEnded();
    }

    /** The thread ends with its process; the addresses stay. */
    void agentEnded() {
        run++;
        parked.clear();
        asked.clear();
        kept.clear();
        refusing = false;
    }

    /** A new agent: removes what a former run left, then renews. */
    void agentStarted() {
        expiryNanos.clear();
        renewLater();
    }

    void thawed() {
        int ofRun = run;
        while (!parked.isEmpty()) {
            parked.remove().run();
        }
        schedule.after(Millis.of(5), () -> {
            if (ofRun == run && !node.isFrozen()) {
                List.copyOf(kept.keySet()).forEach(this::renew);
            }
        });
    }

    /** Somebody takes an address off; it is put back if it is still wanted. */
    void removedBySomebody(IpAddress address) {
        if (expiryNanos.remove(address) == null) {
            return;
        }
        schedule.note(node + ": somebody removes " + address);
        lostNanos.put(address, schedule.nowNanos());
        troubledNanos = schedule.nowNanos();
        kept.forEach((router, plan) -> {
            if (contains(plan, address)) {
                answer(new KernelEvent.Lost(router, address, false));
                inOrder(() -> putBack(router));
            }
        });
    }

    private void execute(RouterKey router, InstallPlan plan) {
        if (refusing) {
            drop(router);
            answer(new KernelEvent.Refused(
                    router, plan, plan.addresses().get(0).address(), FaultReason.AddressRefused, "EPERM"));
            return;
        }
        InstallPlan before = kept.put(router, plan);
        if (before != null) {
            before.addresses().stream()
                    .map(AddressWithPrefix::address)
                    .filter(address -> !contains(plan, address))
                    .forEach(expiryNanos::remove);
        }
        plan.addresses().forEach(address -> live(address.address()));
        answer(new KernelEvent.Held(router, plan, false));
    }

    private void putBack(RouterKey router) {
        InstallPlan plan = kept.get(router);
        if (plan != null) {
            plan.addresses().forEach(address -> live(address.address()));
            answer(new KernelEvent.Held(router, plan, true));
        }
    }

    private void drop(RouterKey router) {
        InstallPlan plan = kept.remove(router);
        if (plan != null) {
            plan.addresses().forEach(address -> expiryNanos.remove(address.address()));
        }
    }

    private void live(IpAddress address) {
        long atNanos = schedule.nowNanos() + LIFETIME_NANOS;
        expiryNanos.put(address, atNanos);
        schedule.at(atNanos, () -> {
            if (expiryNanos.remove(address, atNanos)) {
                lostNanos.put(address, schedule.nowNanos());
                troubledNanos = schedule.nowNanos();
                schedule.note(node + ": lifetime of " + address + " ends");
            }
        });
    }

    private void renewLater() {
        int ofRun = run;
        schedule.after(RENEWAL_NANOS, () -> {
            if (ofRun == run) {
                renewLater();
                if (!node.isFrozen() && node.hasTurnedWithin(Millis.of(1_000))) {
                    List.copyOf(kept.keySet()).forEach(this::renew);
                }
            }
        });
    }

    private void renew(RouterKey router) {
        Set<IpAddress> lost = new LinkedHashSet<>();
        for (AddressWithPrefix address : kept.get(router).addresses()) {
            if (has(address.address())) {
                live(address.address());
            } else {
                lost.add(address.address());
            }
        }
        lost.forEach(address -> answer(new KernelEvent.Lost(router, address, true)));
        if (!lost.isEmpty()) {
            inOrder(() -> putBack(router));
        }
    }

    private static boolean contains(InstallPlan plan, IpAddress address) {
        return plan.addresses().stream().anyMatch(one -> one.address().equals(address));
    }

    private void inOrder(Runnable action) {
        int ofRun = run;
        lastChangeNanos = Math.max(lastChangeNanos, schedule.nowNanos() + Millis.between(random, 0.1, 8));
        schedule.at(lastChangeNanos, () -> {
            if (ofRun != run) {
                return;
            }
            if (node.isFrozen() || !parked.isEmpty()) {
                parked.add(action);
            } else {
                action.run();
            }
        });
    }

    private void answer(KernelEvent event) {
        int ofRun = run;
        lastAnswerNanos = Math.max(lastAnswerNanos, schedule.nowNanos() + Millis.between(random, 0.02, 0.5));
        schedule.at(lastAnswerNanos, () -> {
            if (ofRun == run) {
                node.tell(event);
            }
        });
    }
}
