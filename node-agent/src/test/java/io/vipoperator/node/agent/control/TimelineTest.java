package io.vipoperator.node.agent.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.vipoperator.api.v1alpha1.Family;
import io.vipoperator.api.v1alpha1.Incident;
import io.vipoperator.api.v1alpha1.RouterState;
import io.vipoperator.api.v1alpha1.RouterStatus;
import io.vipoperator.node.agent.control.TimelineEntry.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final RouterStatus BACKUP =
            router("web", RouterState.Backup, "10.0.0.2", "10:00:00", "Started", null, null);
    private static final RouterStatus ACTIVE =
            router("web", RouterState.Active, null, "10:01:00", "ActiveDown", null, null);

    @Test
    void whoTakesOverNamesTheActiveThatWas() {
        assertThat(between(List.of(BACKUP), List.of(ACTIVE)))
                .containsExactly(new TimelineEntry(
                        Kind.Transition,
                        "10:01:00",
                        "web",
                        Family.IPv4,
                        51,
                        "eth0",
                        RouterState.Backup,
                        RouterState.Active,
                        "ActiveDown",
                        100,
                        "10.0.0.2",
                        null));
    }

    @Test
    void whoTakesOverFromAnActiveThatResignedNamesIt() {
        RouterStatus resigned = router("web", RouterState.Backup, null, "10:00:00", "Started", null, null);

        assertThat(between(Timeline.remembering(List.of(BACKUP), List.of(resigned)), List.of(ACTIVE)))
                .extracting(TimelineEntry::peer)
                .containsExactly("10.0.0.2");
        assertThat(Timeline.remembering(List.of(BACKUP), List.of(ACTIVE))).containsExactly(ACTIVE);
        assertThat(Timeline.remembering(List.of(), List.of(resigned))).containsExactly(resigned);
    }

    @Test
    void nothingIsToldWhereNothingHappened() {
        assertThat(between(List.of(ACTIVE), List.of(ACTIVE))).isEmpty();
        assertThat(between(
                        List.of(BACKUP),
                        List.of(router("web", RouterState.Backup, "10.0.0.3", "10:00:00", "Started", null, null))))
                .isEmpty();
    }

    @Test
    void thereAndBackBetweenTwoReportsIsATransition() {
        assertThat(between(
                        List.of(ACTIVE),
                        List.of(router("web", RouterState.Active, null, "10:02:00", "ActiveDown", null, null))))
                .extracting(TimelineEntry::from, TimelineEntry::to, TimelineEntry::time)
                .containsExactly(tuple(RouterState.Active, RouterState.Active, "10:02:00"));
    }

    @Test
    void routersComeAndGo() {
        RouterStatus other = router("db", RouterState.Backup, null, "10:03:00", "Started", null, null);

        assertThat(between(List.of(ACTIVE), List.of(other)))
                .containsExactly(
                        new TimelineEntry(
                                Kind.Transition,
                                "10:03:00",
                                "db",
                                Family.IPv4,
                                51,
                                "eth0",
                                null,
                                RouterState.Backup,
                                "Started",
                                100,
                                null,
                                null),
                        new TimelineEntry(
                                Kind.Removed,
                                "NOW",
                                "web",
                                Family.IPv4,
                                51,
                                "eth0",
                                RouterState.Active,
                                null,
                                null,
                                null,
                                null,
                                null));
    }

    @Test
    void incidentsAndMessagesAreToldOnceEach() {
        RouterStatus wrong = router(
                "web",
                RouterState.Active,
                null,
                "10:01:00",
                "ActiveDown",
                "can't send",
                new Incident("SendFailed", "ENOBUFS", 1, "10:04:00"));

        assertThat(between(List.of(ACTIVE), List.of(wrong)))
                .extracting(TimelineEntry::kind, TimelineEntry::time, TimelineEntry::reason, TimelineEntry::message)
                .containsExactly(
                        tuple(Kind.Message, "NOW", "ActiveDown", "can't send"),
                        tuple(Kind.Incident, "10:04:00", "SendFailed", "ENOBUFS"));
        assertThat(between(List.of(wrong), List.of(wrong))).isEmpty();
        assertThat(between(List.of(wrong), List.of(ACTIVE)))
                .extracting(TimelineEntry::kind, TimelineEntry::message)
                .containsExactly(tuple(Kind.Message, "nothing is wrong any more"));
    }

    private static List<TimelineEntry> between(List<RouterStatus> before, List<RouterStatus> after) {
        return Timeline.between(before, after, "NOW");
    }

    private static RouterStatus router(
            String name,
            RouterState state,
            String active,
            String since,
            String reason,
            String message,
            Incident incident) {
        return new RouterStatus(
                name,
                null,
                Family.IPv4,
                51,
                "eth0",
                state,
                100,
                active,
                0L,
                List.of(),
                since,
                reason,
                message,
                incident);
    }
}
