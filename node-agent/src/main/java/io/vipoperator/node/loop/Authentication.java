package io.vipoperator.node.loop;

import io.vipoperator.node.wire.AuthenticationKey;
import java.util.List;

/** How advertisements prove who sent them. Values of keys never appear in text. */
public sealed interface Authentication {
    /** They don't. */
    record None() implements Authentication {}

    /**
     * Version 2's simple password (RFC 2338 section 10.2).
     *
     * @param key the password
     */
    record Password(AuthenticationKey key) implements Authentication {}

    /**
     * The HMAC-SHA256 trailer of keepalived 2.4.2 and later.
     *
     * @param keys the first signs, all are accepted; never empty
     */
    record Hmac(List<AuthenticationKey> keys) implements Authentication {
        public Hmac {
            keys = List.copyOf(keys);
        }
    }

    /**
     * Keys are asked for that this node does not have yet: a Fault.
     *
     * @param message which, by id and digest
     */
    record KeyMissing(String message) implements Authentication {}
}
