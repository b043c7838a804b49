package io.vipoperator.node.wire;

/** What an advertisement brings along to prove who sent it. Not yet believed. */
public sealed interface Credential {
    /** Nothing: version 3 has none of its own. */
    record None() implements Credential {}

    /**
     * The authentication of version 2 (RFC 3768 sections 5.3.6 and 5.3.10).
     *
     * @param type 0 = none, 1 = simple password, 2 = IP Authentication Header; others are unknown
     * @param data the eight octets of the authentication data, the first one highest
     */
    record Simple(int type, long data) implements Credential {
        /** The type of an advertisement without authentication. */
        public static final int NONE = 0;

        /** The type of a simple password (RFC 2338 section 5.3.6). */
        public static final int PASSWORD = 1;

        /** Whether the data is that key, filled up with zeros. Takes the same time for every data. */
        public boolean matches(AuthenticationKey key) {
            return (data ^ VrrpMessage.authenticationData(key)) == 0;
        }

        /** Tells no password. */
        @Override
        public String toString() {
            return "type " + type;
        }
    }

    /**
     * An HMAC trailer, with all that it covers.
     *
     * @param message as received
     */
    record Trailer(SignedMessage message) implements Credential {}
}
