package io.vipoperator.node.wire;

import java.security.MessageDigest;
import java.util.Arrays;

/** A secret shared by the routers of one virtual router. Its text form tells the id alone. Immutable. */
public final class AuthenticationKey {
    private final int id;
    private final byte[] value;

    /**
     * A key.
     *
     * @param id 1..255
     * @param value of the key; copied
     */
    public AuthenticationKey(int id, byte[] value) {
        this.id = id;
        this.value = value.clone();
    }

    /** 1..255. */
    public int id() {
        return id;
    }

    /** A copy of the secret. */
    public byte[] value() {
        return value.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AuthenticationKey key && key.id == id && MessageDigest.isEqual(key.value, value);
    }

    @Override
    public int hashCode() {
        return 31 * id + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return "key " + id;
    }
}
