package io.vipoperator.node.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkTest {
    @ParameterizedTest
    @ValueSource(strings = {"5.18.0", "5.18-rc1", "6.1.0-37-amd64", "6.18.44-fc-v669", "10.0"})
    void linux518AndLaterKeepIt(String release) {
        assertThat(Mark.keptBy(release)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.17.15", "5.14.0-503.el9.x86_64", "4.18.0-553.el8", "5", "unknown", ""})
    void earlierKernelsDoNot(String release) {
        assertThat(Mark.keptBy(release)).isFalse();
    }
}
