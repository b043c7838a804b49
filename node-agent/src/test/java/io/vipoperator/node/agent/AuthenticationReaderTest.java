package io.vipoperator.node.agent;

import static io.vipoperator.node.agent.StateTexts.SOUND;
import static io.vipoperator.node.agent.StateTexts.SOUND_IPV6;
import static io.vipoperator.node.agent.StateTexts.refusedWith;
import static io.vipoperator.node.agent.StateTexts.router;
import static io.vipoperator.node.agent.StateTexts.state;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.agent.WantedKeys.Kind;
import io.vipoperator.node.agent.WantedKeys.Reference;
import io.vipoperator.node.loop.Authentication;
import io.vipoperator.node.loop.RouterKey;
import io.vipoperator.node.vrrp.Family;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which keys a router asks for. */
class AuthenticationReaderTest {
    private static final String A = "a".repeat(64);
    private static final String B = "b".repeat(64);

    @Test
    void aPasswordIsOneKeyOfVersion2() {
        assertThat(wanted(SOUND, "version: V2, authentication: {type: Password, keys: [{id: 1, digest: " + A + "}]}"))
                .isEqualTo(new WantedKeys(Kind.PASSWORD, List.of(new Reference(1, A))));
    }

    @Test
    void hmacHasUpToFourKeysInTheirOrder() {
        assertThat(wanted(
                        SOUND,
                        "authentication: {type: HMAC, keys: [{id: 255, digest: " + B + "}, {id: 1, digest: "
                                + A.toUpperCase(java.util.Locale.ROOT) + "}, {id: 3, digest: " + A
                                + "}, {id: 4, digest: "
                                + A + "}]}"))
                .isEqualTo(new WantedKeys(
                        Kind.HMAC,
                        List.of(new Reference(255, B), new Reference(1, A), new Reference(3, A), new Reference(4, A))));
    }

    @Test
    void hmacIsForBothVersionsAndFamilies() {
        String authentication = "authentication: {type: HMAC, keys: [{id: 1, digest: " + A + "}]}";
        WantedKeys one = new WantedKeys(Kind.HMAC, List.of(new Reference(1, A)));

        assertThat(wanted(SOUND, "version: V2, " + authentication)).isEqualTo(one);
        assertThat(((Checked.Sound<ReadState>) NodeStateReader.readDocument(
                                state(SOUND_IPV6, authentication), 1, UnknownFields.REFUSE))
                        .value()
                        .wantedKeys())
                .isEqualTo(Map.of(new RouterKey("web", Family.IPV6), one));
    }

    @Test
    void withoutAuthenticationNoKeyIsAskedFor() {
        assertThat(router(SOUND, "authentication: {type: None}").dialect().authentication())
                .isEqualTo(new Authentication.None());
        assertThat(router(SOUND, "authentication: {}").dialect().authentication())
                .isEqualTo(new Authentication.None());
        assertThat(router(SOUND, "authentication: {type: HMAC, keys: [{id: 1, digest: " + A + "}]}")
                        .dialect()
                        .authentication())
                .isInstanceOf(Authentication.KeyMissing.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {keys: [{id: 1, digest: A}]}                | keys: must be absent unless authentication.type is Password or HMAC
                    {type: None, keys: [{id: 1, digest: A}]}    | keys: must be absent unless authentication.type is Password or HMAC
                    {type: Password, keys: [{id: 1, digest: A}]} | type: "Password" must be None or HMAC with V3, which has no passwords
                    {type: HMAC}                                | keys: must be 1 to 4 keys with HMAC, not 0
                    {type: HMAC, keys: []}                      | keys: must be 1 to 4 keys with HMAC, not 0
                    {type: HMAC, keys: [{id: 1, digest: A}, {id: 2, digest: A}, {id: 3, digest: A}, {id: 4, digest: A}, {id: 5, digest: A}]} | keys: must be 1 to 4 keys with HMAC, not 5
                    {type: HMAC, keys: [~]}                     | keys[0]: must not be empty
                    {type: HMAC, keys: [{digest: A}]}           | keys[0].id: must be 1 to 255
                    {type: HMAC, keys: [{id: 0, digest: A}]}    | keys[0].id: 0 must be 1 to 255
                    {type: HMAC, keys: [{id: 256, digest: A}]}  | keys[0].id: 256 must be 1 to 255
                    {type: HMAC, keys: [{id: 7, digest: A}, {id: 7, digest: B}]} | keys[1].id: 7 must not stand twice: routers[0].authentication.keys[0].id is the same
                    {type: HMAC, keys: [{id: 1}]}               | keys[0].digest: must be the SHA-256 of the key's file, 64 hexadecimal digits
                    {type: HMAC, keys: [{id: 1, digest: abc}]}  | keys[0].digest: "abc" must be the SHA-256 of the key's file, 64 hexadecimal digits
                    {type: HMAC, keys: [{id: 1, digest: Ag}]}   | keys[0].digest: "Ag" must be the SHA-256 of the key's file, 64 hexadecimal digits
                    """)
    void aBadAuthenticationIsNamed(String authentication, String expected) {
        assertThat(refusedWith(SOUND, "authentication: " + digests(authentication)))
                .isEqualTo("routers[0].authentication." + digests(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {type: Password}                            | keys: must be exactly one key with Password, not 0
                    {type: Password, keys: [{id: 1, digest: A}, {id: 2, digest: B}]} | keys: must be exactly one key with Password, not 2
                    """)
    void aPasswordThatIsNotExactlyOneIsNamed(String authentication, String expected) {
        assertThat(refusedWith(SOUND, "version: V2, authentication: " + digests(authentication)))
                .isEqualTo("routers[0].authentication." + expected);
    }

    private static String digests(String text) {
        return text.replaceAll("\\bA\\b", A).replaceAll("\\bB\\b", B).replace("Ag", A.substring(1) + "g");
    }

    private static WantedKeys wanted(String fields, String other) {
        return ((Checked.Sound<ReadState>) NodeStateReader.readDocument(state(fields, other), 1, UnknownFields.REFUSE))
                .value()
                .wantedKeys()
                .get(new RouterKey("web", Family.IPV4));
    }
}
