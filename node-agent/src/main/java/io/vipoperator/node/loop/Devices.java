package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.FaultReason;
import io.vipoperator.node.wire.MacAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The macvlans of routers with a virtual MAC: which were asked for, and which were refused. The loop's thread
 * only.
 */
final class Devices {
    private static final long RETRY_NANOS = 10_000_000_000L;
    /** Why there is none. */
    record Refused(FaultReason reason, String message) {}

    private record Device(Router router, Optional<Refused> refused) {}

    private final Kernel kernel;
    private final Map<RouterKey, Device> devices = new LinkedHashMap<>();
    private long retryAtNanos = Long.MAX_VALUE;

    Devices(Kernel kernel) {
        this.kernel = kernel;
    }

    /** The virtual MAC of a router. */
    static MacAddress mac(Router router) {
        return MacAddress.virtual(router.key.family(), router.setup.virtualRouterID());
    }

    /**
     * Asks for the device of a router that is placed, or does without it. A router that leaves keeps its own, while one of the
     * same name that starts beside it asks for another.
     */
    void want(Router router) {
        if (!router.setup.dialect().virtualMac()) {
            forget(router);
            return;
        }
        if (!router.hasInterface() || router.deviceOn == router.interfaceIndex) {
            return;
        }
        if (router.deviceOn != Router.NO_INTERFACE) {
            router.deviceIndex = Router.NO_INTERFACE;
        }
        router.deviceOn = router.interfaceIndex;
        devices.put(router.key, new Device(router, Optional.empty()));
        kernel.virtualMac(router.key, router.interfaceIndex, mac(router));
    }

    /**
     * The router leaves, or needs none; that of another one of the same name stays. The device goes when what is held on it has
     * been taken off.
     */
    void forget(Router router) {
        Device device = devices.get(router.key);
        if (device != null && device.router() == router) {
            devices.remove(router.key);
            kernel.noVirtualMac(router.key);
        }
    }

    /** Whose device is there; empty if nobody asks for it any more. */
    Optional<Router> ready(KernelEvent.DeviceReady event) {
        Optional<Router> router = asking(event.router(), event.interfaceIndex());
        router.ifPresent(one -> {
            one.deviceIndex = event.deviceIndex();
            devices.put(one.key, new Device(one, Optional.empty()));
        });
        return router;
    }

    /** Whose device was refused; empty if nobody asks for it any more. */
    Optional<Router> refused(KernelEvent.DeviceRefused event, long nowNanos) {
        Optional<Router> router = asking(event.router(), event.interfaceIndex());
        router.ifPresent(one -> {
            retryAtNanos = Math.min(retryAtNanos, nowNanos + RETRY_NANOS);
            one.deviceIndex = Router.NO_INTERFACE;
            devices.put(one.key, new Device(one, Optional.of(new Refused(event.reason(), event.message()))));
        });
        return router;
    }

    private Optional<Router> asking(RouterKey key, int interfaceIndex) {
        return Optional.ofNullable(devices.get(key))
                .map(Device::router)
                .filter(router -> router.deviceOn == interfaceIndex);
    }

    /** Whether the router has what it needs. */
    boolean isReady(Router router) {
        return !router.setup.dialect().virtualMac() || router.deviceIndex != Router.NO_INTERFACE;
    }

    /** Why there is none for that router, if so. */
    Optional<Refused> refusal(Router router) {
        return Optional.ofNullable(devices.get(router.key))
                .filter(device -> device.router() == router)
                .flatMap(Device::refused);
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
        for (Device device : devices.values()) {
            if (device.refused().isPresent()) {
                Router router = device.router();
                kernel.virtualMac(router.key, router.deviceOn, mac(router));
            }
        }
    }
}
