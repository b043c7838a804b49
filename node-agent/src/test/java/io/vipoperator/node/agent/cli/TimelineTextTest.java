package io.vipoperator.node.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.api.v1alpha1.Family;
import io.vipoperator.api.v1alpha1.RouterState;
import io.vipoperator.node.agent.control.TimelineEntry;
import io.vipoperator.node.agent.control.TimelineEntry.Kind;
import org.junit.jupiter.api.Test;

class TimelineTextTest {
    private static final TimelineEntry TAKEN = new TimelineEntry(
            Kind.Transition,
            "2026-11-21T10:00:00.123Z",
            "web",
            Family.IPv4,
            51,
            "eth0",
            RouterState.Backup,
            RouterState.Active,
            "ActiveDown",
            240,
            "10.0.0.2",
            null);

    @Test
    void aTransitionTellsAllThatMattersInOneLine() {
        assertThat(new TimelineText(false).line(TAKEN))
                .isEqualTo("2026-11-21T10:00:00.123Z  web/IPv4  VRID 51  eth0  Backup -> Active (ActiveDown)"
                        + "  priority 240  peer 10.0.0.2");
    }

    @Test
    void aTerminalShowsColours() {
        assertThat(new TimelineText(true).line(TAKEN))
                .isEqualTo("\u001b[2m2026-11-21T10:00:00.123Z\u001b[0m  \u001b[1mweb/IPv4\u001b[0m  VRID 51  eth0"
                        + "  Backup -> \u001b[32mActive\u001b[0m (ActiveDown)  priority 240  peer 10.0.0.2");
    }

    @Test
    void whatIsNewGoneOrWrongIsTold() {
        assertThat(line(Kind.Transition, null, RouterState.Fault, "InterfaceDown", "eth0 has no carrier"))
                .isEqualTo("T  web/IPv4  VRID 51  no NIC  new -> Fault (InterfaceDown): eth0 has no carrier");
        assertThat(line(Kind.Removed, RouterState.Active, null, null, null))
                .isEqualTo("T  web/IPv4  VRID 51  no NIC  Active -> gone");
        assertThat(line(Kind.Current, null, RouterState.Backup, "Started", null))
                .isEqualTo("T  web/IPv4  VRID 51  no NIC  is Backup (Started)");
        assertThat(line(Kind.Incident, RouterState.Active, RouterState.Active, "LifetimeExpired", "the kernel took it"))
                .isEqualTo("T  web/IPv4  VRID 51  no NIC  LifetimeExpired: the kernel took it");
        assertThat(new TimelineText(false)
                        .line(new TimelineEntry(
                                Kind.Skipped, "T", null, null, null, null, null, null, null, null, null, "2 reports")))
                .isEqualTo("T: 2 reports");
    }

    private static String line(Kind kind, RouterState from, RouterState to, String reason, String message) {
        return new TimelineText(false)
                .line(new TimelineEntry(
                        kind, "T", "web", Family.IPv4, 51, null, from, to, reason, null, null, message));
    }
}
