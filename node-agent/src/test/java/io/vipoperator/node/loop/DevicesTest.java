package io.vipoperator.node.loop;

import static io.vipoperator.node.loop.LoopUnderTest.ETH0;
import static io.vipoperator.node.loop.LoopUnderTest.key;
import static io.vipoperator.node.loop.LoopUnderTest.setup;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.vrrp.FaultReason;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A router with a virtual MAC and the device that it needs for it. */
class DevicesTest {
    private static final int DEVICE = 40;

    private static RouterSetup withVirtualMac(RouterSetup setup) {
        Dialect own = setup.dialect();
        return setup.with(new Dialect(
                own.version(), own.intervalNanos(), own.checksumForm(), own.transport(), own.authentication(), true));
    }

    private static LoopUnderTest active() {
        LoopUnderTest test = LoopUnderTest.running(withVirtualMac(setup(1, 200, 1)));
        test.tell(new KernelEvent.DeviceReady(key(1), ETH0, DEVICE));
        test.turnAfterMillis(330);
        return test;
    }

    @Test
    void itWaitsForTheDeviceAndThenHoldsThereSpeaksOnceTheAddressIsOnAndAnnouncesItsMac() {
        LoopUnderTest test = new LoopUnderTest();
        test.tell(new KernelEvent.InterfacesChanged(List.of(LoopUnderTest.eth0())));
        test.apply(withVirtualMac(setup(1, 200, 1)));
        test.tell(new KernelEvent.Listening(ETH0));
        assertThat(test.takeCalls()).containsExactly("virtual MAC 00:00:5e:00:01:33 for vip-1 on 2", "listen [2]");
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.INITIALIZE);
        assertThat(test.report(1).faults()).isEmpty();

        test.tell(new KernelEvent.DeviceReady(key(1), ETH0, DEVICE));
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.BACKUP);
        test.turnAfterMillis(330);
        assertThat(test.takeCalls()).containsExactly("hold vip-1 on 40 [10.0.1.1/32]");
        test.held(1, false);
        assertThat(test.takeCalls())
                .containsExactly(
                        "advertise 51 priority 200 on 40 from 10.0.0.11 to 224.0.0.18", "announce 10.0.1.1 on 2");
        assertThat(HexFormat.of().formatHex(test.frames.getLast(), 6, 12)).isEqualTo("00005e000133");
        assertThat(HexFormat.of().formatHex(test.frames.getLast(), 22, 28)).isEqualTo("00005e000133");
    }

    @Test
    void aRefusedOneIsAFaultAndAskedForAgainAfterTenSeconds() {
        LoopUnderTest test = LoopUnderTest.running(withVirtualMac(setup(1, 200, 1)));
        test.tell(new KernelEvent.DeviceRefused(key(1), ETH0, FaultReason.SysctlRequired, "set this"));
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.FAULT);
        assertThat(test.report(1).faults()).containsExactly(FaultReason.SysctlRequired);
        assertThat(test.report(1).message()).isEqualTo("set this");
        test.calls.clear();

        test.turnAfterMillis(9_999);
        assertThat(test.calls).isEmpty();
        test.turnAfterMillis(1);
        assertThat(test.takeCalls()).containsExactly("virtual MAC 00:00:5e:00:01:33 for vip-1 on 2");
        test.tell(new KernelEvent.DeviceReady(key(1), ETH0, DEVICE));
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.BACKUP);
    }

    @Test
    void anActiveWhoseDeviceWasMadeAnewHoldsThere() {
        LoopUnderTest test = active();
        test.held(1, false);
        test.calls.clear();
        test.tell(new KernelEvent.DeviceReady(key(1), ETH0, DEVICE + 1));
        assertThat(test.takeCalls()).containsExactly("hold vip-1 on 41 [10.0.1.1/32]");
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.ACTIVE);
    }

    @Test
    void anActiveWhoseDeviceIsRefusedResigns() {
        LoopUnderTest test = active();
        test.held(1, false);
        test.tell(new KernelEvent.DeviceRefused(key(1), ETH0, FaultReason.VirtualMACRefused, "gone"));
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.FAULT);
        assertThat(test.calls).contains("release vip-1");
    }

    @Test
    void whoEndsSpeaksFromItsDeviceToTheEnd() {
        LoopUnderTest test = active();
        test.held(1, false);
        test.calls.clear();
        test.apply();
        assertThat(test.calls)
                .contains("no virtual MAC for vip-1", "advertise 51 priority 0 on 40 from 10.0.0.11 to 224.0.0.18");
        test.turnAfterMillis(500);
        assertThat(test.calls).contains("release vip-1").noneMatch(call -> call.contains(" on 2 from"));
    }

    @Test
    void theDeviceOfWhoStartsIsNotTakenByWhoLeavesAndHasNone() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 1));
        test.turnAfterMillis(330);
        test.held(1, false);
        test.apply(withVirtualMac(setup(1, 200, 1)));
        test.apply(withVirtualMac(setup(1, 200, 1)));
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.YIELDING);
        test.tell(new KernelEvent.DeviceReady(key(1), ETH0, DEVICE));
        test.turnAfterMillis(400);
        test.tell(new KernelEvent.Released(key(1)));
        test.turnAfterMillis(330);
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.ACTIVE);
        assertThat(test.calls).doesNotContain("no virtual MAC for vip-1").contains("hold vip-1 on 40 [10.0.1.1/32]");
    }

    @Test
    void theDeviceOfWhoLeavesGoesWithItWhenItsSuccessorNeedsNone() {
        LoopUnderTest test = active();
        test.held(1, false);
        test.apply(setup(1, 200, 1));
        test.turnAfterMillis(100);
        assertThat(test.takeCalls()).doesNotContain("no virtual MAC for vip-1");
        test.turnAfterMillis(300);
        test.tell(new KernelEvent.Released(key(1)));
        assertThat(test.takeCalls()).containsOnlyOnce("no virtual MAC for vip-1");
    }

    @Test
    void anotherVridIsAnotherDeviceBesideTheFirst() {
        LoopUnderTest test = active();
        test.held(1, false);
        test.calls.clear();
        test.apply(
                withVirtualMac(setup("vip-1", 77, 200, new InterfaceRule.Name("eth0"), LoopUnderTest.addresses(1, 1))));
        test.turnAfterMillis(100);
        assertThat(test.takeCalls())
                .containsExactly(
                        "virtual MAC 00:00:5e:00:01:4d for vip-1 on 2",
                        "advertise 51 priority 200 on 40 from 10.0.0.11 to 224.0.0.18");

        test.tell(new KernelEvent.DeviceReady(key(1), ETH0, DEVICE + 1));
        test.turnAfterMillis(400);
        test.held(1, false);
        assertThat(test.calls)
                .contains(
                        "advertise 77 priority 200 on 41 from 10.0.0.11 to 224.0.0.18",
                        "hold vip-1 on 41 [10.0.1.1/32]")
                .doesNotContain("no virtual MAC for vip-1")
                .noneMatch(call -> call.startsWith("hold vip-1 on 40"));
    }
}
