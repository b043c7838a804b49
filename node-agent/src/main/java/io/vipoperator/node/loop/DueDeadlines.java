package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.Event;

/** What is due by time alone: the routers' own deadlines, and what is asked for once more. The loop's thread only. */
final class DueDeadlines {
    private final Sockets sockets;
    private final Devices devices;
    private final Neighbours neighbours;
    private final Routers routers;
    private final DeadlineHeap deadlines;
    private final Stepper stepper;
    private final Placement placement;

    DueDeadlines(
            Sockets sockets,
            Devices devices,
            Neighbours neighbours,
            Routers routers,
            DeadlineHeap deadlines,
            Stepper stepper,
            Placement placement) {
        this.sockets = sockets;
        this.devices = devices;
        this.neighbours = neighbours;
        this.routers = routers;
        this.deadlines = deadlines;
        this.stepper = stepper;
        this.placement = placement;
    }

    /** Fires what is due, each router a few times at most: a deadline that doesn't move must not starve the others. */
    void fire(long nowNanos) {
        if (sockets.deadlineNanos() <= nowNanos) {
            sockets.retry(nowNanos);
        }
        devices.retry(nowNanos);
        neighbours.letGo(nowNanos);
        for (int left = 4 * routers.all().size(); left > 0; left--) {
            Router router = deadlines.first();
            if (router == null || router.heapDeadlineNanos > nowNanos) {
                return;
            }
            fire(router, nowNanos);
        }
    }

    private void fire(Router router, long nowNanos) {
        boolean around = false;
        if (router.carrier.changeAtNanos() <= nowNanos) {
            router.carrier = router.carrier.at(nowNanos);
            around = true;
        }
        if (router.trackers.changeAtNanos() <= nowNanos) {
            router.trackers = router.trackers.at(nowNanos);
            around = true;
        }
        if (router.refusal.filter(refusal -> refusal.retryAtNanos() <= nowNanos).isPresent()) {
            router.refusal = router.refusal.map(Refusal::ended);
            around = true;
        }
        if (around) {
            placement.settle(router, nowNanos);
        }
        if (router.state.deadlineNanos() <= nowNanos) {
            stepper.step(router, new Event.DeadlinePassed(), nowNanos);
            placement.tryOn(router, nowNanos);
        }
        if (router.replacedAtNanos <= nowNanos) {
            routers.end(router, nowNanos);
        }
        deadlines.update(router);
    }
}
