package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.FaultReason;
import io.vipoperator.node.wire.MacAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The macvlans of routers with a virtual MAC: which were asked for, and which were refused. The loop's thread
 * only.
 */
final class Devices {
    private static final long RETRY_NANOS = 10_000_000_000L;
    /** RFC 9568 section 7.3: 00-00-5E-00-01-VRID over IPv4, 00-00-5E-00-02-VRID over IPv6. */
    private static final long IPV4_RANGE = 0x00005e000100L;

    private static final long IPV6_RANGE = 0x00005e000200L;

    /** Why there is none. */
    record Refused(FaultReason reason, String message) {}

    private record Device(int interfaceIndex, MacAddress mac, Optional<Refused> refused) {}

    private final Kernel kernel;
    private final Map<RouterKey, Device> devices = new HashMap<>();
    private long retryAtNanos = Long.MAX_VALUE;

    Devices(Kernel kernel) {
        this.kernel = kernel;
    }

    /** The virtual MAC of a router. */
    static MacAddress mac(Router router) {
        long range = router.key.family() == Family.IPV4 ? IPV4_RANGE : IPV6_RANGE;
        return new MacAddress(range + router.setup.virtualRouterID());
    }

    /** Asks for the device of a router that is placed, or does without it. */
    void want(Router router) {
        if (!router.setup.dialect().virtualMac()) {
            forget(router.key);
            return;
        }
        Device before = devices.get(router.key);
        MacAddress mac = mac(router);
        boolean asked = before != null
                && before.interfaceIndex() == router.interfaceIndex
                && before.mac().equals(mac);
        if (router.hasInterface() && !asked) {
            router.deviceIndex = Router.NO_INTERFACE;
            devices.put(router.key, new Device(router.interfaceIndex, mac, Optional.empty()));
            kernel.virtualMac(router.key, router.interfaceIndex, mac);
        }
    }

    /** The router has ended, or needs none. What is held on its device is taken off before the device goes. */
    void forget(RouterKey router) {
        if (devices.remove(router) != null) {
            kernel.noVirtualMac(router);
        }
    }

    void ready(Router router, KernelEvent.DeviceReady event) {
        Device device = devices.get(router.key);
        if (device != null && device.interfaceIndex() == event.interfaceIndex()) {
            router.deviceIndex = event.deviceIndex();
            devices.put(router.key, new Device(device.interfaceIndex(), device.mac(), Optional.empty()));
        }
    }

    void refused(Router router, KernelEvent.DeviceRefused event, long nowNanos) {
        Device device = devices.get(router.key);
        if (device != null && device.interfaceIndex() == event.interfaceIndex()) {
            retryAtNanos = Math.min(retryAtNanos, nowNanos + RETRY_NANOS);
            router.deviceIndex = Router.NO_INTERFACE;
            Refused why = new Refused(event.reason(), event.message());
            devices.put(router.key, new Device(device.interfaceIndex(), device.mac(), Optional.of(why)));
        }
    }

    /** Whether the router has what it needs. */
    boolean isReady(Router router) {
        return !router.setup.dialect().virtualMac() || router.deviceIndex != Router.NO_INTERFACE;
    }

    Optional<Refused> refusal(RouterKey router) {
        return Optional.ofNullable(devices.get(router)).flatMap(Device::refused);
    }

    long deadlineNanos() {
        return retryAtNanos;
    }

    /** Asks once more for what was refused. */
    void retry(long nowNanos) {
        if (nowNanos < retryAtNanos) {
            return;
        }
        retryAtNanos = Long.MAX_VALUE;
        for (Map.Entry<RouterKey, Device> entry : devices.entrySet()) {
            Device device = entry.getValue();
            if (device.refused().isPresent()) {
                kernel.virtualMac(entry.getKey(), device.interfaceIndex(), device.mac());
            }
        }
    }
}
