package io.vipoperator.node.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.vrrp.Family;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What may be lost, what may not, and what comes first. */
class InboxTest {
    private final AtomicInteger wakes = new AtomicInteger();
    private final LoopCounters counters = new LoopCounters();
    private final Inbox inbox = new Inbox(new CountingWaiter(), counters);

    @Test
    void ofTwoDesiredStatesTheLatestCounts() {
        inbox.offer(apply(1));
        inbox.offer(apply(2));

        assertThat(inbox.poll()).isEqualTo(apply(2));
        assertThat(inbox.poll()).isNull();
        assertThat(wakes).hasValue(2);
    }

    @Test
    void kernelEventsComeInTheirOrderAndBeforeWhatPeopleWant() {
        inbox.offer(new Command.Stop());
        inbox.offer(apply(1));
        inbox.offer(held("a"));
        inbox.offer(held("b"));

        assertThat(inbox.poll()).isEqualTo(held("a"));
        assertThat(inbox.poll()).isEqualTo(held("b"));
        assertThat(inbox.poll()).isEqualTo(apply(1));
        assertThat(inbox.poll()).isEqualTo(new Command.Stop());
        assertThat(inbox.poll()).isNull();
    }

    @Test
    void aFullInboxDropsAnswersAboutRoutersCountsThemAndAsksForThemAgain() {
        for (int i = 0; i < 65_536; i++) {
            assertThat(inbox.offer(held("a"))).isTrue();
        }

        assertThat(inbox.offer(held("b"))).isFalse();
        assertThat(counters.commandsDropped()).isEqualTo(1);
        assertThat(inbox.takeOverrun()).isTrue();
        assertThat(inbox.takeOverrun()).isFalse();
    }

    @Test
    void aFullInboxStillTakesStopStateInterfacesAndSockets() {
        for (int i = 0; i < 65_536; i++) {
            inbox.offer(held("a"));
        }
        Command interfaces = new Command.FromKernel(new KernelEvent.InterfacesChanged(List.of()));

        assertThat(inbox.offer(new Command.Stop())).isTrue();
        assertThat(inbox.offer(apply(1))).isTrue();
        assertThat(inbox.offer(interfaces)).isTrue();
        assertThat(inbox.offer(new Command.FromKernel(new KernelEvent.Listening(2))))
                .isTrue();

        assertThat(counters.commandsDropped()).isZero();
        assertThat(inbox.poll()).isEqualTo(interfaces);
    }

    @Test
    void announcementsComeAfterTheStateAndAreBounded() {
        for (int i = 0; i < 64; i++) {
            assertThat(inbox.offer(new Command.Announce("web"))).isTrue();
        }
        assertThat(inbox.offer(new Command.Announce("one too many"))).isFalse();
        inbox.offer(apply(1));

        assertThat(inbox.poll()).isEqualTo(apply(1));
        for (int i = 0; i < 64; i++) {
            assertThat(inbox.poll()).isEqualTo(new Command.Announce("web"));
        }
        assertThat(inbox.poll()).isNull();
        assertThat(inbox.offer(new Command.Announce("db"))).isTrue();
    }

    @Test
    void lostAnswersAreAskedForOnceMore() {
        LoopUnderTest test = LoopUnderTest.running(LoopUnderTest.setup(1, 200, 1));
        test.turnAfterMillis(330);
        test.calls.clear();
        for (int i = 0; i <= 65_536; i++) {
            test.inbox.offer(held("nobody"));
        }

        test.turn();

        assertThat(test.calls).containsExactly("hold vip-1 on 2 [10.0.1.1/32]");
    }

    private static Command apply(long generation) {
        return new Command.Apply(new DesiredState(generation, 0, List.of()));
    }

    private static Command held(String name) {
        return new Command.FromKernel(new KernelEvent.Held(
                new RouterKey(name, Family.IPV4), LoopUnderTest.setup(1, 100, 1).install(), false));
    }

    private final class CountingWaiter implements Waiter {
        @Override
        public void await(long deadlineNanos) {}

        @Override
        public void wake() {
            wakes.incrementAndGet();
        }
    }
}
