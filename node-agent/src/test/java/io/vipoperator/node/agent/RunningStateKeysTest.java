package io.vipoperator.node.agent;

import static io.vipoperator.node.agent.StateTexts.SOUND;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.vipoperator.node.loop.Authentication;
import io.vipoperator.node.loop.DesiredState;
import io.vipoperator.node.wire.AuthenticationKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Keys arrive, change and go beside the document that names them. */
class RunningStateKeysTest {
    private static final String FIRST = "first-of-exactly-thirty-two-byte";
    private static final String SECOND = "second-of-exactly-thirty-two-byt";

    private final List<DesiredState> applied = new ArrayList<>();
    private final AgentConditions conditions = new AgentConditions(Clock.systemUTC());
    private final RunningState running =
            new RunningState(applied::add, new RunningChecks(checks -> {}, Set.of()), conditions);

    @Test
    void aRouterWaitsForItsKeyAndRunsWithItWhenItArrives() {
        running.use(keys());
        offer(hmac(FIRST));
        assertThat(last()).isInstanceOf(Authentication.KeyMissing.class);
        assertThat(condition("KeysArrived"))
                .isEqualTo("False KeyMissing web/IPv4: key 1 (SHA-256 " + shown(FIRST) + "…) has not arrived in /keys");

        running.use(keys(FIRST));

        assertThat(last()).isEqualTo(new Authentication.Hmac(List.of(new AuthenticationKey(1, bytes(FIRST)))));
        assertThat(condition("KeysArrived")).isEqualTo("True Arrived ");
        assertThat(applied).hasSize(2);
    }

    @Test
    void aKeyThatNoRouterAsksForAppliesNothing() {
        running.use(keys(FIRST));
        offer(hmac(FIRST));

        running.use(keys(FIRST, SECOND));

        assertThat(applied).hasSize(1);
        assertThat(conditions.current()).extracting(Condition::getType).containsExactly("SpecAccepted");
    }

    @Test
    void anOrdinaryRotationRunsWithWhatHasArrivedAtEachStep() {
        running.use(keys(FIRST));
        offer(hmac(FIRST));

        offer(hmac(SECOND, FIRST));
        assertThat(last()).isEqualTo(new Authentication.Hmac(List.of(new AuthenticationKey(2, bytes(FIRST)))));

        running.use(keys(FIRST, SECOND));
        assertThat(last())
                .isEqualTo(new Authentication.Hmac(
                        List.of(new AuthenticationKey(1, bytes(SECOND)), new AuthenticationKey(2, bytes(FIRST)))));

        offer(hmac(SECOND));
        assertThat(last()).isEqualTo(new Authentication.Hmac(List.of(new AuthenticationKey(1, bytes(SECOND)))));
    }

    @Test
    void aReplacedKeyThatHasNotArrivedLeavesTheRunningRouterItsOldOneAndSaysSo() {
        running.use(keys(FIRST));
        offer(hmac(FIRST));

        offer(hmac(SECOND));

        assertThat(last()).isEqualTo(new Authentication.Hmac(List.of(new AuthenticationKey(1, bytes(FIRST)))));
        assertThat(condition("KeysArrived"))
                .isEqualTo(
                        "False KeyMissing web/IPv4: key 1 (SHA-256 " + shown(SECOND) + "…) has not arrived in /keys");

        running.use(keys(SECOND));
        assertThat(last()).isEqualTo(new Authentication.Hmac(List.of(new AuthenticationKey(1, bytes(SECOND)))));
    }

    @Test
    void theKeyOfAnotherKindOrAnotherVirtualIPOfThatNameIsNotKept() {
        running.use(keys(FIRST));
        offer(hmac(FIRST));
        offer("version: V2, authentication: {type: Password, keys: [{id: 1, digest: " + digest("pw") + "}]}");
        assertThat(last()).isInstanceOf(Authentication.KeyMissing.class);

        offer(hmac(FIRST));
        offer("uid: another, " + hmac(SECOND));
        assertThat(last()).isInstanceOf(Authentication.KeyMissing.class);
    }

    @Test
    void withoutAuthenticationTheOldKeysAreForgotten() {
        running.use(keys(FIRST));
        offer(hmac(FIRST));

        offer("authentication: {type: None}");

        assertThat(last()).isEqualTo(new Authentication.None());
    }

    @Test
    void aRefusedDocumentKeepsTheKeysOfWhatRuns() {
        running.use(keys(FIRST));
        offer(hmac(FIRST));

        running.offer("test", NodeStateReader.readDocument("routers: 1", 1, UnknownFields.REFUSE), 4);

        assertThat(applied.get(1).reportRequest()).isEqualTo(4);
        assertThat(last()).isEqualTo(new Authentication.Hmac(List.of(new AuthenticationKey(1, bytes(FIRST)))));
    }

    private void offer(String fields) {
        running.offer(
                "test",
                NodeStateReader.readDocument("routers: [{" + SOUND + ", " + fields + "}]", 1, UnknownFields.REFUSE),
                0);
    }

    private Authentication last() {
        return applied.get(applied.size() - 1).routers().get(0).dialect().authentication();
    }

    private String condition(String type) {
        return conditions.current().stream()
                .filter(c -> c.getType().equals(type))
                .map(c -> c.getStatus() + " " + c.getReason() + " " + c.getMessage())
                .collect(Collectors.joining());
    }

    private static String hmac(String... keys) {
        List<String> references = new ArrayList<>();
        for (String key : keys) {
            references.add("{id: " + (references.size() + 1) + ", digest: " + digest(key) + "}");
        }
        return "authentication: {type: HMAC, keys: [" + String.join(", ", references) + "]}";
    }

    private static String shown(String content) {
        return digest(content).substring(0, 12);
    }

    private static String digest(String content) {
        return keys(content).digests().iterator().next();
    }

    private static Keys keys(String... contents) {
        return Keys.of(
                "/keys",
                Arrays.stream(contents).map(RunningStateKeysTest::bytes).toList());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }
}
