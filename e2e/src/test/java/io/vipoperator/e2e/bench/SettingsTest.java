package io.vipoperator.e2e.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
    @Test
    void measuresEverythingUnlessToldOtherwise() {
        assertThat(Settings.from(Map.of()))
                .isEqualTo(new Settings(
                        List.of(
                                "outage",
                                "failovers",
                                "footprint",
                                "scale",
                                "addresses",
                                "adding",
                                "daemons",
                                "checks"),
                        "agent",
                        true,
                        List.of(
                                Fault.HOST_CRASH,
                                Fault.LINK_LOSS,
                                Fault.SIGTERM,
                                Fault.SWITCHOVER,
                                Fault.FAILING_CHECK,
                                Fault.PREEMPTION),
                        3,
                        List.of(100, 10),
                        List.of(10, 20, 50, 100),
                        30,
                        List.of(1, 50, 255),
                        10,
                        List.of(1, 50, 255),
                        60,
                        List.of(1, 16, 64, 250),
                        200,
                        List.of(200, 1000),
                        List.of(500)));
    }

    @Test
    void takesWhatTheUserChose() {
        Settings settings =
                Settings.from(Map.of("BENCH_ONLY", "outage", "BENCH_ROUNDS", "3", "BENCH_INTERVALS", "100"));

        assertThat(settings.wants("outage")).isTrue();
        assertThat(settings.wants("footprint")).isFalse();
        assertThat(settings.rounds()).isEqualTo(3);
        assertThat(settings.intervalsMilliseconds()).containsExactly(100);
    }

    @Test
    void refusesAnUnknownPartWithTheNamesOfAll() {
        assertThatThrownBy(() -> Settings.from(Map.of("BENCH_ONLY", "outage,speed")))
                .hasMessage(
                        "BENCH_ONLY='outage,speed' must be some of [outage, failovers, footprint, scale, addresses, adding, daemons, checks], "
                                + "with commas between");
    }

    @Test
    void takesFaultsInTheirOwnOrderAndWithoutFrr() {
        Settings settings = Settings.from(Map.of("BENCH_FAULTS", "failing-check,host-crash", "BENCH_FRR", "no"));

        assertThat(settings.faults()).containsExactly(Fault.HOST_CRASH, Fault.FAILING_CHECK);
        assertThat(settings.withFrr()).isFalse();
    }

    @Test
    void refusesMoreRoutersThanVridsOfANic() {
        assertThatThrownBy(() -> Settings.from(Map.of("BENCH_SCALE_ROUTERS", "1,256")))
                .hasMessage("BENCH_SCALE_ROUTERS='256' must be a whole number from 1 to 255");
    }

    @Test
    void refusesANumberThatIsNone() {
        assertThatThrownBy(() -> Settings.from(Map.of("BENCH_ROUNDS", "many")))
                .hasMessage("BENCH_ROUNDS='many' must be a whole number from 1 to 1000");
    }

    @Test
    void refusesAnIntervalThatVrrpCannotSay() {
        assertThatThrownBy(() -> Settings.from(Map.of("BENCH_INTERVALS", "100,5")))
                .hasMessage("BENCH_INTERVALS='5' must be a whole number from 10 to 40950");
    }

    @Test
    void refusesMoreChecksThanANodeBears() {
        assertThatThrownBy(() -> Settings.from(Map.of("BENCH_CHECKS", "500,1025")))
                .hasMessage("BENCH_CHECKS='1025' must be a whole number from 1 to 1024");
    }
}
