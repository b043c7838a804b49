package io.vipoperator.node.health.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.health.probe.SmtpDialogue.Action;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said to a mail server, line by line. */
class SmtpDialogueTest {
    @Test
    void aGreetingThatIsAnsweredIsAllThatIsAsked() {
        assertThat(dialogue(SmtpDialogue.begin(true, "node-1", false), "220 mail", "250-mail", "250 SIZE 1000"))
                .containsExactly(new Action.Say("EHLO node-1"), new Action.Listen(), new Action.Succeed("250"));
        assertThat(dialogue(SmtpDialogue.begin(false, "node-1", false), "220-wait", "220 mail", "250"))
                .containsExactly(new Action.Listen(), new Action.Say("HELO node-1"), new Action.Succeed("250"));
    }

    @Test
    void startTlsIsAskedForWhereItIsOfferedAndTheClientGreetsAgain() {
        assertThat(dialogue(
                        SmtpDialogue.begin(true, "node-1", true),
                        "220 mail",
                        "250-mail",
                        "250 starttls",
                        "220 go ahead"))
                .containsExactly(
                        new Action.Say("EHLO node-1"),
                        new Action.Listen(),
                        new Action.Say("STARTTLS"),
                        new Action.Secure());
        SmtpDialogue secured =
                after(SmtpDialogue.begin(true, "node-1", true), "220 mail", "250 STARTTLS", "220 go ahead");
        assertThat(secured.greet().action()).isEqualTo(new Action.Say("EHLO node-1"));
        assertThat(dialogue(secured.greet().next(), "250 mail")).containsExactly(new Action.Succeed("250"));
    }

    @Test
    void anOfferInTheBannerIsNone() {
        assertThat(dialogue(SmtpDialogue.begin(true, "node-1", true), "220-STARTTLS", "220 mail", "250 mail"))
                .endsWith(new Action.Fail("greeting: the server offers no STARTTLS"));
    }

    @Test
    void everyOtherCodeFailsWithTheStageAndTheServersWords() {
        assertThat(dialogue(SmtpDialogue.begin(true, "node-1", false), "554 go away"))
                .containsExactly(new Action.Fail("banner: 554 go away"));
        assertThat(dialogue(SmtpDialogue.begin(true, "node-1", false), "220 mail", "220 mail"))
                .endsWith(new Action.Fail("greeting: 220 mail"));
        assertThat(dialogue(SmtpDialogue.begin(true, "node-1", true), "220 mail", "250 STARTTLS", "454 no TLS now"))
                .endsWith(new Action.Fail("STARTTLS: 454 no TLS now"));
    }

    @Test
    void whatIsNoReplyFails() {
        for (String line : List.of("", "22", "220mail", "22x mail", "２２０ mail")) {
            assertThat(dialogue(SmtpDialogue.begin(true, "node-1", false), line))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Action.Fail.class,
                            fail -> assertThat(fail.message()).startsWith("banner: the answer is not SMTP: "));
        }
    }

    private static List<Action> dialogue(SmtpDialogue begin, String... lines) {
        List<Action> actions = new ArrayList<>();
        SmtpDialogue now = begin;
        for (String line : lines) {
            SmtpDialogue.Turn turn = now.hear(line);
            actions.add(turn.action());
            now = turn.next();
        }
        return actions;
    }

    private static SmtpDialogue after(SmtpDialogue begin, String... lines) {
        SmtpDialogue now = begin;
        for (String line : lines) {
            now = now.hear(line).next();
        }
        return now;
    }
}
