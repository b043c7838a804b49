package io.vipoperator.node.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class RealTimeTest {
    @Test
    void aPriorityThatDoesNotExistIsRefusedByName() throws Exception {
        var outcome = new FutureTask<>(() -> RealTime.roundRobin(1000));
        new Thread(outcome).start();
        assertThat(outcome.get()).isEqualTo(new RealTime.Outcome.Refused("sched_setscheduler", "EINVAL"));
    }

    @Test
    void roundRobinIsGrantedOrRefusedForRights() throws Exception {
        var outcome = new FutureTask<>(() -> RealTime.roundRobin(1));
        new Thread(outcome).start();
        // EPERM also for root where a control group has no real-time budget (RT_GROUP_SCHED).
        assertThat(outcome.get())
                .isIn(new RealTime.Outcome.Granted(), new RealTime.Outcome.Refused("sched_setscheduler", "EPERM"));
    }

    @Test
    void aChosenThreadRunsAtRoundRobinOrItIsRefusedForRights() throws Exception {
        var chosen = new FutureTask<>(() -> RealTime.roundRobinThreads(1, name -> name.equals("for-round-robin")));
        new Thread(chosen, "for-round-robin").start();
        assertThat(chosen.get())
                .isIn(new RealTime.Outcome.Granted(), new RealTime.Outcome.Refused("sched_setscheduler", "EPERM"));
    }

    @Test
    void allThreadsButTheExceptedGetTheNiceValue() {
        assertThat(RealTime.niceThreads(0, name -> name.startsWith("GC "))).isEqualTo(new RealTime.Outcome.Granted());
    }
}
