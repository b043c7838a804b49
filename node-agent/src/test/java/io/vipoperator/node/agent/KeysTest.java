package io.vipoperator.node.agent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.agent.WantedKeys.Kind;
import io.vipoperator.node.agent.WantedKeys.Reference;
import io.vipoperator.node.loop.Authentication;
import io.vipoperator.node.wire.AuthenticationKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeysTest {
    /** As {@code printf %s secret | sha256sum} prints it. */
    private static final String SECRET = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";
    /** As {@code echo secret | sha256sum} prints it. */
    private static final String SECRET_LINE = "b37e50cedcd3e3f1ff64f4afc0422084ae694253cf399326868e07a35f4a45fb";

    private static final String UNKNOWN = "0123456789abcdef".repeat(4);
    private static final String LONG = "abcdefghijklmnopqrstuvwxyz012345";

    @Test
    void aKeyIsFoundByTheDigestOfItsFile() {
        assertThat(keys("secret").find(password(SECRET)))
                .isEqualTo(new Authentication.Password(new AuthenticationKey(1, bytes("secret"))));
    }

    @Test
    void theNewlineThatEchoWritesIsOfTheDigestAndNotOfTheKey() {
        assertThat(keys("secret\n").find(password(SECRET_LINE)))
                .isEqualTo(new Authentication.Password(new AuthenticationKey(1, bytes("secret"))));
        assertThat(keys("secret\n").find(password(SECRET))).isInstanceOf(Authentication.KeyMissing.class);
    }

    @Test
    void onlyOneNewlineIsDroppedAndNoneOfAKeyOfArbitraryOctets() {
        assertThat(passwordOf("a\n\n")).isEqualTo("a\n\n");
        assertThat(passwordOf("a\r\n")).isEqualTo("a\r\n");
        assertThat(passwordOf("\u0001\n")).isEqualTo("\u0001\n");
        assertThat(passwordOf("\u00e9\n")).isEqualTo("\u00e9\n");
        assertThat(passwordOf("~ a\n")).isEqualTo("~ a");
    }

    @Test
    void aKeyThatHasNotArrivedIsNamedByIdAndTheBeginningOfItsDigest() {
        assertThat(keys("secret").find(new WantedKeys(Kind.HMAC, List.of(new Reference(7, UNKNOWN)))))
                .isEqualTo(new Authentication.KeyMissing("key 7 (SHA-256 0123456789ab…) has not arrived in /keys"));
    }

    @Test
    void aKeyOfAWrongLengthIsAsGoodAsNone() {
        assertThat(keys("ninebytes").find(password(digest("ninebytes"))))
                .isEqualTo(new Authentication.KeyMissing("key 1 (SHA-256 "
                        + digest("ninebytes").substring(0, 12) + "…) must have 1 to 8 octets for Password, not 9"));
        assertThat(keys("\n").find(password(digest("\n"))))
                .isEqualTo(new Authentication.KeyMissing("key 1 (SHA-256 "
                        + digest("\n").substring(0, 12) + "…) must have 1 to 8 octets for Password, not 0"));
        assertThat(keys("a".repeat(31)).find(hmac(digest("a".repeat(31)))))
                .isInstanceOf(Authentication.KeyMissing.class);
        assertThat(keys("a".repeat(32)).find(hmac(digest("a".repeat(32))))).isInstanceOf(Authentication.Hmac.class);
        assertThat(keys("a".repeat(64)).find(hmac(digest("a".repeat(64))))).isInstanceOf(Authentication.Hmac.class);
        assertThat(keys("a".repeat(65)).find(hmac(digest("a".repeat(65)))))
                .isInstanceOf(Authentication.KeyMissing.class);
    }

    @Test
    void theHmacKeysThatAreThereDoWhileOneIsMissing() {
        WantedKeys wanted =
                new WantedKeys(Kind.HMAC, List.of(new Reference(2, UNKNOWN), new Reference(1, digest(LONG))));

        assertThat(keys(LONG).find(wanted))
                .isEqualTo(new Authentication.Hmac(List.of(new AuthenticationKey(1, bytes(LONG)))));
        assertThat(keys(LONG).missing(wanted)).isEqualTo("key 2 (SHA-256 0123456789ab…) has not arrived in /keys");
        assertThat(keys().missing(wanted))
                .isEqualTo("key 2 (SHA-256 0123456789ab…) has not arrived in /keys, key 1 (SHA-256 "
                        + digest(LONG).substring(0, 12) + "…) has not arrived in /keys");
    }

    @Test
    void noTextTellsAKey() {
        Keys keys = keys("secret", LONG);

        assertThat(keys.toString()).isEqualTo("2 keys");
        assertThat(keys.find(password(SECRET)).toString()).doesNotContain("secret");
        assertThat(keys.find(hmac(digest(LONG))).toString()).doesNotContain(LONG);
    }

    private static String passwordOf(String content) {
        Authentication found = keys(content).find(password(digest(content)));
        return new String(((Authentication.Password) found).key().value(), ISO_8859_1);
    }

    private static WantedKeys password(String digest) {
        return new WantedKeys(Kind.PASSWORD, List.of(new Reference(1, digest)));
    }

    private static WantedKeys hmac(String digest) {
        return new WantedKeys(Kind.HMAC, List.of(new Reference(1, digest)));
    }

    private static String digest(String content) {
        return keys(content).digests().iterator().next();
    }

    private static Keys keys(String... contents) {
        return Keys.of("/keys", List.of(contents).stream().map(KeysTest::bytes).toList());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
